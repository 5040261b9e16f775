/* Interface of `macro_made`, written by Ghost. Edits are lost. */
#ifndef GHOST_MACRO_MADE_H
#define GHOST_MACRO_MADE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The layouts below hold where pointers and `long` have these sizes. */
#ifdef __cplusplus
#define GHOST_MACRO_MADE_ASSERT static_assert
#define GHOST_MACRO_MADE_ALIGNOF alignof
#else
#define GHOST_MACRO_MADE_ASSERT _Static_assert
#define GHOST_MACRO_MADE_ALIGNOF _Alignof
#endif
#define GHOST_MACRO_MADE_ELSEWHERE (sizeof(void *) != 8 || sizeof(long) != 8)
#define GHOST_MACRO_MADE_LAYOUT(type, size, align) GHOST_MACRO_MADE_ASSERT( \
  GHOST_MACRO_MADE_ELSEWHERE || (sizeof(type) == (size) && GHOST_MACRO_MADE_ALIGNOF(type) == (align)), \
  "size or alignment of " #type " differs from the library's")
#define GHOST_MACRO_MADE_OFFSET(type, field, offset) GHOST_MACRO_MADE_ASSERT( \
  GHOST_MACRO_MADE_ELSEWHERE || offsetof(type, field) == (offset), \
  "offset of " #type "." #field " differs from the library's")

#ifdef __cplusplus
extern "C" {
#endif

typedef struct rure rure;

typedef struct rure_match {
  size_t start;
  size_t end;
} rure_match;
GHOST_MACRO_MADE_LAYOUT(rure_match, 16, 8);
GHOST_MACRO_MADE_OFFSET(rure_match, start, 0);
GHOST_MACRO_MADE_OFFSET(rure_match, end, 8);

rure *rure_compile(int8_t *, size_t);

bool rure_find(rure *, uint8_t *, size_t, rure_match *);

void rure_free(rure *re, void *);

#ifdef __cplusplus
}
#endif

#endif /* GHOST_MACRO_MADE_H */
