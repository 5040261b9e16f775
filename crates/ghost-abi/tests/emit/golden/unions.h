/* Interface of `unions`, written by Ghost. Edits are lost. */
#ifndef GHOST_UNIONS_H
#define GHOST_UNIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The layouts below hold where pointers and `long` have these sizes. */
#ifdef __cplusplus
#define GHOST_UNIONS_ASSERT static_assert
#define GHOST_UNIONS_ALIGNOF alignof
#else
#define GHOST_UNIONS_ASSERT _Static_assert
#define GHOST_UNIONS_ALIGNOF _Alignof
#endif
#define GHOST_UNIONS_ELSEWHERE (sizeof(void *) != 8 || sizeof(long) != 8)
#define GHOST_UNIONS_LAYOUT(type, size, align) GHOST_UNIONS_ASSERT( \
  GHOST_UNIONS_ELSEWHERE || (sizeof(type) == (size) && GHOST_UNIONS_ALIGNOF(type) == (align)), \
  "size or alignment of " #type " differs from the library's")
#define GHOST_UNIONS_OFFSET(type, field, offset) GHOST_UNIONS_ASSERT( \
  GHOST_UNIONS_ELSEWHERE || offsetof(type, field) == (offset), \
  "offset of " #type "." #field " differs from the library's")

#ifdef __cplusplus
extern "C" {
#endif

enum Kind
#ifdef __cplusplus
  : uint32_t
#endif
{
  Whole = 0,
  Real = 1,
};
#ifndef __cplusplus
typedef uint32_t Kind;
#endif
GHOST_UNIONS_LAYOUT(Kind, 4, 4);

typedef union Number {
  int64_t whole;
  double real;
  uint8_t raw[8];
} Number;
GHOST_UNIONS_LAYOUT(Number, 8, 8);
GHOST_UNIONS_OFFSET(Number, whole, 0);
GHOST_UNIONS_OFFSET(Number, real, 0);
GHOST_UNIONS_OFFSET(Number, raw, 0);

typedef struct Tagged {
  Kind kind;
  Number number;
} Tagged;
GHOST_UNIONS_LAYOUT(Tagged, 16, 8);
GHOST_UNIONS_OFFSET(Tagged, kind, 0);
GHOST_UNIONS_OFFSET(Tagged, number, 8);

Tagged number_double(Tagged number);

Number number_of(int64_t whole);

uint8_t number_first_byte(const Number *number);

#ifdef __cplusplus
}
#endif

#endif /* GHOST_UNIONS_H */
