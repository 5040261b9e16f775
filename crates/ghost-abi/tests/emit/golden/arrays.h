/* Interface of `arrays`, written by Ghost. Edits are lost. */
#ifndef GHOST_ARRAYS_H
#define GHOST_ARRAYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The layouts below hold where pointers and `long` have these sizes. */
#ifdef __cplusplus
#define GHOST_ARRAYS_ASSERT static_assert
#define GHOST_ARRAYS_ALIGNOF alignof
#else
#define GHOST_ARRAYS_ASSERT _Static_assert
#define GHOST_ARRAYS_ALIGNOF _Alignof
#endif
#define GHOST_ARRAYS_ELSEWHERE (sizeof(void *) != 8 || sizeof(long) != 8)
#define GHOST_ARRAYS_LAYOUT(type, size, align) GHOST_ARRAYS_ASSERT( \
  GHOST_ARRAYS_ELSEWHERE || (sizeof(type) == (size) && GHOST_ARRAYS_ALIGNOF(type) == (align)), \
  "size or alignment of " #type " differs from the library's")
#define GHOST_ARRAYS_OFFSET(type, field, offset) GHOST_ARRAYS_ASSERT( \
  GHOST_ARRAYS_ELSEWHERE || offsetof(type, field) == (offset), \
  "offset of " #type "." #field " differs from the library's")

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Matrix {
  float cells[4][4];
} Matrix;
GHOST_ARRAYS_LAYOUT(Matrix, 64, 4);
GHOST_ARRAYS_OFFSET(Matrix, cells, 0);

typedef struct Message {
  uint32_t len;
  uint8_t data[0];
} Message;
GHOST_ARRAYS_LAYOUT(Message, 4, 4);
GHOST_ARRAYS_OFFSET(Message, len, 0);
GHOST_ARRAYS_OFFSET(Message, data, 4);

typedef struct Name {
  size_t len;
  char text[16];
  const uint8_t *parts[2];
} Name;
GHOST_ARRAYS_LAYOUT(Name, 40, 8);
GHOST_ARRAYS_OFFSET(Name, len, 0);
GHOST_ARRAYS_OFFSET(Name, text, 8);
GHOST_ARRAYS_OFFSET(Name, parts, 24);

typedef int16_t Row[3];

typedef struct Tail {
  uint32_t count;
  uint32_t items[0];
} Tail;
GHOST_ARRAYS_LAYOUT(Tail, 4, 4);
GHOST_ARRAYS_OFFSET(Tail, count, 0);
GHOST_ARRAYS_OFFSET(Tail, items, 4);

Matrix matrix_transpose(Matrix matrix);

float matrix_rows(const float (*rows)[4], size_t n);

/**
 * - `row`: not null
 */
int32_t row_sum(const Row *row);

Name name_of(uint32_t index);

/**
 * - `tail`: not null
 */
uint32_t tail_sum(const Tail *tail);

#ifdef __cplusplus
}
#endif

#endif /* GHOST_ARRAYS_H */
