/* Interface of `callbacks`, written by Ghost. Edits are lost. */
#ifndef GHOST_CALLBACKS_H
#define GHOST_CALLBACKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The layouts below hold where pointers and `long` have these sizes. */
#ifdef __cplusplus
#define GHOST_CALLBACKS_ASSERT static_assert
#define GHOST_CALLBACKS_ALIGNOF alignof
#else
#define GHOST_CALLBACKS_ASSERT _Static_assert
#define GHOST_CALLBACKS_ALIGNOF _Alignof
#endif
#define GHOST_CALLBACKS_ELSEWHERE (sizeof(void *) != 8 || sizeof(long) != 8)
#define GHOST_CALLBACKS_LAYOUT(type, size, align) GHOST_CALLBACKS_ASSERT( \
  GHOST_CALLBACKS_ELSEWHERE || (sizeof(type) == (size) && GHOST_CALLBACKS_ALIGNOF(type) == (align)), \
  "size or alignment of " #type " differs from the library's")
#define GHOST_CALLBACKS_OFFSET(type, field, offset) GHOST_CALLBACKS_ASSERT( \
  GHOST_CALLBACKS_ELSEWHERE || offsetof(type, field) == (offset), \
  "offset of " #type "." #field " differs from the library's")

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Events Events;

typedef struct Events {
  void *user_data;
  void (*on_event)(void *user_data, int32_t value);
  const Events *(*next)(const Events *events);
} Events;
GHOST_CALLBACKS_LAYOUT(Events, 24, 8);
GHOST_CALLBACKS_OFFSET(Events, user_data, 0);
GHOST_CALLBACKS_OFFSET(Events, on_event, 8);
GHOST_CALLBACKS_OFFSET(Events, next, 16);

typedef bool (*Visitor)(void *user_data, int32_t value);

size_t for_each(const int32_t *xs, size_t n, Visitor visitor, void *user);

bool events_fire(Events events, int32_t value);

/**
 * - `compare`: not null
 */
void sort_by(int32_t *xs, size_t n, int (*compare)(const int32_t *a, const int32_t *b));

/**
 * - result: may be null
 */
int32_t (*adder(void))(int32_t a, int32_t b);

/**
 * - `done`: may be null
 */
void nested(const char *(*done)(void *ctx, void (*each)(uint8_t)));

#ifdef __cplusplus
}
#endif

#endif /* GHOST_CALLBACKS_H */
