/* Interface of `packed_aligned`, written by Ghost. Edits are lost. */
#ifndef GHOST_PACKED_ALIGNED_H
#define GHOST_PACKED_ALIGNED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The layouts below hold where pointers and `long` have these sizes. */
#ifdef __cplusplus
#define GHOST_PACKED_ALIGNED_ASSERT static_assert
#define GHOST_PACKED_ALIGNED_ALIGNOF alignof
#else
#define GHOST_PACKED_ALIGNED_ASSERT _Static_assert
#define GHOST_PACKED_ALIGNED_ALIGNOF _Alignof
#endif
#define GHOST_PACKED_ALIGNED_ELSEWHERE (sizeof(void *) != 8 || sizeof(long) != 8)
#define GHOST_PACKED_ALIGNED_LAYOUT(type, size, align) GHOST_PACKED_ALIGNED_ASSERT( \
  GHOST_PACKED_ALIGNED_ELSEWHERE || (sizeof(type) == (size) && GHOST_PACKED_ALIGNED_ALIGNOF(type) == (align)), \
  "size or alignment of " #type " differs from the library's")
#define GHOST_PACKED_ALIGNED_OFFSET(type, field, offset) GHOST_PACKED_ALIGNED_ASSERT( \
  GHOST_PACKED_ALIGNED_ELSEWHERE || offsetof(type, field) == (offset), \
  "offset of " #type "." #field " differs from the library's")

#if defined(_MSC_VER) && !defined(__clang__)
#define GHOST_PACKED_ALIGNED_ALIGNED(bytes) __declspec(align(bytes))
#else
#define GHOST_PACKED_ALIGNED_ALIGNED(bytes) __attribute__((aligned(bytes)))
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef struct GHOST_PACKED_ALIGNED_ALIGNED(32) Aligned {
  float x;
  float y;
} Aligned;
GHOST_PACKED_ALIGNED_LAYOUT(Aligned, 32, 32);
GHOST_PACKED_ALIGNED_OFFSET(Aligned, x, 0);
GHOST_PACKED_ALIGNED_OFFSET(Aligned, y, 4);

typedef struct Floats {
  float xyz[3];
} Floats;
GHOST_PACKED_ALIGNED_LAYOUT(Floats, 12, 4);
GHOST_PACKED_ALIGNED_OFFSET(Floats, xyz, 0);

typedef struct Lazy {
  uint64_t x;
} Lazy;
GHOST_PACKED_ALIGNED_LAYOUT(Lazy, 8, 8);
GHOST_PACKED_ALIGNED_OFFSET(Lazy, x, 0);

#pragma pack(push, 1)
typedef struct Packed {
  uint8_t a;
  uint32_t b;
  uint16_t c;
} Packed;
#pragma pack(pop)
GHOST_PACKED_ALIGNED_LAYOUT(Packed, 7, 1);
GHOST_PACKED_ALIGNED_OFFSET(Packed, a, 0);
GHOST_PACKED_ALIGNED_OFFSET(Packed, b, 1);
GHOST_PACKED_ALIGNED_OFFSET(Packed, c, 5);

typedef struct Outer {
  Packed packed;
  Aligned aligned;
} Outer;
GHOST_PACKED_ALIGNED_LAYOUT(Outer, 64, 32);
GHOST_PACKED_ALIGNED_OFFSET(Outer, packed, 0);
GHOST_PACKED_ALIGNED_OFFSET(Outer, aligned, 32);

#pragma pack(push, 2)
typedef struct PackedTwo {
  uint8_t a;
  uint64_t b;
} PackedTwo;
#pragma pack(pop)
GHOST_PACKED_ALIGNED_LAYOUT(PackedTwo, 10, 2);
GHOST_PACKED_ALIGNED_OFFSET(PackedTwo, a, 0);
GHOST_PACKED_ALIGNED_OFFSET(PackedTwo, b, 2);

uint64_t packed_sum(Packed packed);

Floats floats_scale(Floats floats, float by);

uint64_t packed_two(const PackedTwo *packed);

size_t aligned_address(const Aligned *aligned);

Outer outer_make(void);

uint64_t lazy(Lazy lazy_);

#ifdef __cplusplus
}
#endif

#endif /* GHOST_PACKED_ALIGNED_H */
