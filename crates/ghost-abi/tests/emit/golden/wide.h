/* Interface of `wide`, written by Ghost. Edits are lost. */
#ifndef GHOST_WIDE_H
#define GHOST_WIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The layouts below hold where pointers and `long` have these sizes. */
#ifdef __cplusplus
#define GHOST_WIDE_ASSERT static_assert
#define GHOST_WIDE_ALIGNOF alignof
#else
#define GHOST_WIDE_ASSERT _Static_assert
#define GHOST_WIDE_ALIGNOF _Alignof
#endif
#define GHOST_WIDE_ELSEWHERE (sizeof(void *) != 8 || sizeof(long) != 8)
#define GHOST_WIDE_LAYOUT(type, size, align) GHOST_WIDE_ASSERT( \
  GHOST_WIDE_ELSEWHERE || (sizeof(type) == (size) && GHOST_WIDE_ALIGNOF(type) == (align)), \
  "size or alignment of " #type " differs from the library's")
#define GHOST_WIDE_OFFSET(type, field, offset) GHOST_WIDE_ASSERT( \
  GHOST_WIDE_ELSEWHERE || offsetof(type, field) == (offset), \
  "offset of " #type "." #field " differs from the library's")

/* What uses integers of 128 bits is declared where the compiler has them. */
#ifdef __SIZEOF_INT128__
__extension__ typedef __int128 ghost_i128;
__extension__ typedef unsigned __int128 ghost_u128;
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define WIDE_MAX ((ghost_u128)9223372036854775807LL << 64 | 18446744073709551615ULL)

typedef struct Pair Pair;

typedef struct Holder {
  const Pair *pair;
} Holder;
GHOST_WIDE_LAYOUT(Holder, 8, 8);
GHOST_WIDE_OFFSET(Holder, pair, 0);

#ifdef __SIZEOF_INT128__
typedef struct Pair {
  uint8_t small;
  ghost_u128 wide;
} Pair;
GHOST_WIDE_LAYOUT(Pair, 32, 16);
GHOST_WIDE_OFFSET(Pair, small, 0);
GHOST_WIDE_OFFSET(Pair, wide, 16);
#endif

#ifdef __SIZEOF_INT128__
ghost_u128 wide_mul(uint64_t a, uint64_t b);
#endif

#ifdef __SIZEOF_INT128__
ghost_i128 wide_neg(ghost_i128 a);
#endif

#ifdef __SIZEOF_INT128__
Pair wide_pair(Pair pair);
#endif

uint64_t wide_holder(Holder holder);

#ifdef __cplusplus
}
#endif

#endif /* GHOST_WIDE_H */
