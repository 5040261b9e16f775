/* Interface of `by_value`, written by Ghost. Edits are lost. */
#ifndef GHOST_BY_VALUE_H
#define GHOST_BY_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The layouts below hold where pointers and `long` have these sizes. */
#ifdef __cplusplus
#define GHOST_BY_VALUE_ASSERT static_assert
#define GHOST_BY_VALUE_ALIGNOF alignof
#else
#define GHOST_BY_VALUE_ASSERT _Static_assert
#define GHOST_BY_VALUE_ALIGNOF _Alignof
#endif
#define GHOST_BY_VALUE_ELSEWHERE (sizeof(void *) != 8 || sizeof(long) != 8)
#define GHOST_BY_VALUE_LAYOUT(type, size, align) GHOST_BY_VALUE_ASSERT( \
  GHOST_BY_VALUE_ELSEWHERE || (sizeof(type) == (size) && GHOST_BY_VALUE_ALIGNOF(type) == (align)), \
  "size or alignment of " #type " differs from the library's")
#define GHOST_BY_VALUE_OFFSET(type, field, offset) GHOST_BY_VALUE_ASSERT( \
  GHOST_BY_VALUE_ELSEWHERE || offsetof(type, field) == (offset), \
  "offset of " #type "." #field " differs from the library's")

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Large {
  double values[4];
  uint8_t tag;
} Large;
GHOST_BY_VALUE_LAYOUT(Large, 40, 8);
GHOST_BY_VALUE_OFFSET(Large, values, 0);
GHOST_BY_VALUE_OFFSET(Large, tag, 32);

typedef struct Mixed {
  uint8_t a;
  double b;
} Mixed;
GHOST_BY_VALUE_LAYOUT(Mixed, 16, 8);
GHOST_BY_VALUE_OFFSET(Mixed, a, 0);
GHOST_BY_VALUE_OFFSET(Mixed, b, 8);

typedef struct Point {
  float x;
  float y;
} Point;
GHOST_BY_VALUE_LAYOUT(Point, 8, 4);
GHOST_BY_VALUE_OFFSET(Point, x, 0);
GHOST_BY_VALUE_OFFSET(Point, y, 4);

Point point_add(Point a, Point b);

Mixed mixed_swap(Mixed m);

Large large_make(double seed);

double large_sum(Large large);

Large large_map(Large large, Point by);

#ifdef __cplusplus
}
#endif

#endif /* GHOST_BY_VALUE_H */
