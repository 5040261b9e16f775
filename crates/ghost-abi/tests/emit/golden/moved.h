/* Interface of `moved`, written by Ghost. Edits are lost. */
#ifndef GHOST_MOVED_H
#define GHOST_MOVED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The layouts below hold where pointers and `long` have these sizes. */
#ifdef __cplusplus
#define GHOST_MOVED_ASSERT static_assert
#define GHOST_MOVED_ALIGNOF alignof
#else
#define GHOST_MOVED_ASSERT _Static_assert
#define GHOST_MOVED_ALIGNOF _Alignof
#endif
#define GHOST_MOVED_ELSEWHERE (sizeof(void *) != 8 || sizeof(long) != 8)
#define GHOST_MOVED_LAYOUT(type, size, align) GHOST_MOVED_ASSERT( \
  GHOST_MOVED_ELSEWHERE || (sizeof(type) == (size) && GHOST_MOVED_ALIGNOF(type) == (align)), \
  "size or alignment of " #type " differs from the library's")
#define GHOST_MOVED_OFFSET(type, field, offset) GHOST_MOVED_ASSERT( \
  GHOST_MOVED_ELSEWHERE || offsetof(type, field) == (offset), \
  "offset of " #type "." #field " differs from the library's")

#if defined(_MSC_VER) && !defined(__clang__)
#define GHOST_MOVED_ALIGNED(bytes) __declspec(align(bytes))
#else
#define GHOST_MOVED_ALIGNED(bytes) __attribute__((aligned(bytes)))
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Align16 Align16;

typedef struct Lanes {
  uint8_t tag;
  GHOST_MOVED_ALIGNED(16) float v[4];
} Lanes;
GHOST_MOVED_LAYOUT(Lanes, 32, 16);
GHOST_MOVED_OFFSET(Lanes, tag, 0);
GHOST_MOVED_OFFSET(Lanes, v, 16);

typedef struct GHOST_MOVED_ALIGNED(32) Nest {
  Lanes lanes;
  uint16_t end;
  uint8_t Align32;
} Nest;
GHOST_MOVED_LAYOUT(Nest, 64, 32);
GHOST_MOVED_OFFSET(Nest, lanes, 0);
GHOST_MOVED_OFFSET(Nest, end, 32);
GHOST_MOVED_OFFSET(Nest, Align32, 34);

typedef struct Seen {
  uint16_t a;
  GHOST_MOVED_ALIGNED(8) uint16_t b;
} Seen;
GHOST_MOVED_LAYOUT(Seen, 16, 8);
GHOST_MOVED_OFFSET(Seen, a, 0);
GHOST_MOVED_OFFSET(Seen, b, 8);

typedef struct Split {
  uint32_t a;
  GHOST_MOVED_ALIGNED(8) uint32_t b;
} Split;
GHOST_MOVED_LAYOUT(Split, 16, 8);
GHOST_MOVED_OFFSET(Split, a, 0);
GHOST_MOVED_OFFSET(Split, b, 8);

typedef struct Wide {
  float a;
  GHOST_MOVED_ALIGNED(8) float b;
} Wide;
GHOST_MOVED_LAYOUT(Wide, 16, 8);
GHOST_MOVED_OFFSET(Wide, a, 0);
GHOST_MOVED_OFFSET(Wide, b, 8);

float lanes_sum(const Lanes *lanes);

Split split_swap(Split split);

Wide wide_swap(Wide wide);

uint16_t nest_end(const Nest *nest);

uint16_t seen(const Seen *seen_, const Align16 *other);

#ifdef __cplusplus
}
#endif

#endif /* GHOST_MOVED_H */
