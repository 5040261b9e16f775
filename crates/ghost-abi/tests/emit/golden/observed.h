/* Interface of `observed`, written by Ghost. Edits are lost. */
#ifndef GHOST_OBSERVED_H
#define GHOST_OBSERVED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The layouts below hold where pointers and `long` have these sizes. */
#ifdef __cplusplus
#define GHOST_OBSERVED_ASSERT static_assert
#define GHOST_OBSERVED_ALIGNOF alignof
#else
#define GHOST_OBSERVED_ASSERT _Static_assert
#define GHOST_OBSERVED_ALIGNOF _Alignof
#endif
#define GHOST_OBSERVED_ELSEWHERE (sizeof(void *) != 8 || sizeof(long) != 8)
#define GHOST_OBSERVED_LAYOUT(type, size, align) GHOST_OBSERVED_ASSERT( \
  GHOST_OBSERVED_ELSEWHERE || (sizeof(type) == (size) && GHOST_OBSERVED_ALIGNOF(type) == (align)), \
  "size or alignment of " #type " differs from the library's")
#define GHOST_OBSERVED_OFFSET(type, field, offset) GHOST_OBSERVED_ASSERT( \
  GHOST_OBSERVED_ELSEWHERE || offsetof(type, field) == (offset), \
  "offset of " #type "." #field " differs from the library's")

#if defined(_MSC_VER) && !defined(__clang__)
#define GHOST_OBSERVED_ALIGNED(bytes) __declspec(align(bytes))
#else
#define GHOST_OBSERVED_ALIGNED(bytes) __attribute__((aligned(bytes)))
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Holes Holes;

#pragma pack(push, 1)
typedef struct Dense {
  uint8_t a;
  uint32_t b;
} Dense;
#pragma pack(pop)
GHOST_OBSERVED_LAYOUT(Dense, 5, 1);
GHOST_OBSERVED_OFFSET(Dense, a, 0);
GHOST_OBSERVED_OFFSET(Dense, b, 1);

typedef struct Natural {
  uint8_t a;
  uint64_t b;
} Natural;
GHOST_OBSERVED_LAYOUT(Natural, 16, 8);
GHOST_OBSERVED_OFFSET(Natural, a, 0);
GHOST_OBSERVED_OFFSET(Natural, b, 8);

typedef struct GHOST_OBSERVED_ALIGNED(16) Raised {
  uint32_t a;
} Raised;
GHOST_OBSERVED_LAYOUT(Raised, 16, 16);
GHOST_OBSERVED_OFFSET(Raised, a, 0);

uint64_t natural(Natural natural_);

uint64_t dense(const Dense *dense_, const Raised *raised);

uint64_t holes(const Holes *holes_);

#ifdef __cplusplus
}
#endif

#endif /* GHOST_OBSERVED_H */
