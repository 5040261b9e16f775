/* Interface of `constants`, written by Ghost. Edits are lost. */
#ifndef GHOST_CONSTANTS_H
#define GHOST_CONSTANTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The layouts below hold where pointers and `long` have these sizes. */
#ifdef __cplusplus
#define GHOST_CONSTANTS_ASSERT static_assert
#define GHOST_CONSTANTS_ALIGNOF alignof
#else
#define GHOST_CONSTANTS_ASSERT _Static_assert
#define GHOST_CONSTANTS_ALIGNOF _Alignof
#endif
#define GHOST_CONSTANTS_ELSEWHERE (sizeof(void *) != 8 || sizeof(long) != 8)
#define GHOST_CONSTANTS_LAYOUT(type, size, align) GHOST_CONSTANTS_ASSERT( \
  GHOST_CONSTANTS_ELSEWHERE || (sizeof(type) == (size) && GHOST_CONSTANTS_ALIGNOF(type) == (align)), \
  "size or alignment of " #type " differs from the library's")
#define GHOST_CONSTANTS_OFFSET(type, field, offset) GHOST_CONSTANTS_ASSERT( \
  GHOST_CONSTANTS_ELSEWHERE || offsetof(type, field) == (offset), \
  "offset of " #type "." #field " differs from the library's")

#ifdef __cplusplus
extern "C" {
#endif

/**
 * How many there may be.
 * Not one more.
 */
#define MAX_ITEMS 64
#define MASK 4294967295U
#define LOWEST (-9223372036854775807LL - 1)
#define LOWEST_INT (-2147483648)
#define HIGHEST 18446744073709551615ULL
#define OFFSET (-5)
#define LETTER 129408
#define ENABLED true
#define RATIO 1000.5f
#define TINY (-1.0e-9)
#define WHOLE 3.0
#define ENDLESS (1.0 / 0.0)
#define BOTTOM (-1.0f / 0.0f)
#define NOT_A_NUMBER (0.0f / 0.0f)
#define NAME "ghost \"quoted\" \\ 100 %"
#define ODD "\303\251\360\237\246\216\?\?/\n\t\0001\177"
#define DEFAULT_MODE ((Mode)1)
#define FIRST_ID 7
#define int_ 1

typedef uint64_t Id;

enum Mode
#ifdef __cplusplus
  : uint32_t
#endif
{
  Fast = 0,
  Safe = 1,
};
#ifndef __cplusplus
typedef uint32_t Mode;
#endif
GHOST_CONSTANTS_LAYOUT(Mode, 4, 4);

Mode limit(size_t MAX_ITEMS_, Id id);

#ifdef __cplusplus
}
#endif

#endif /* GHOST_CONSTANTS_H */
