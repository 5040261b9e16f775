/* Interface of `nullable`, written by Ghost. Edits are lost. */
#ifndef GHOST_NULLABLE_H
#define GHOST_NULLABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The layouts below hold where pointers and `long` have these sizes. */
#ifdef __cplusplus
#define GHOST_NULLABLE_ASSERT static_assert
#define GHOST_NULLABLE_ALIGNOF alignof
#else
#define GHOST_NULLABLE_ASSERT _Static_assert
#define GHOST_NULLABLE_ALIGNOF _Alignof
#endif
#define GHOST_NULLABLE_ELSEWHERE (sizeof(void *) != 8 || sizeof(long) != 8)
#define GHOST_NULLABLE_LAYOUT(type, size, align) GHOST_NULLABLE_ASSERT( \
  GHOST_NULLABLE_ELSEWHERE || (sizeof(type) == (size) && GHOST_NULLABLE_ALIGNOF(type) == (align)), \
  "size or alignment of " #type " differs from the library's")
#define GHOST_NULLABLE_OFFSET(type, field, offset) GHOST_NULLABLE_ASSERT( \
  GHOST_NULLABLE_ELSEWHERE || offsetof(type, field) == (offset), \
  "offset of " #type "." #field " differs from the library's")

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Item {
  uint32_t id;
} Item;
GHOST_NULLABLE_LAYOUT(Item, 4, 4);
GHOST_NULLABLE_OFFSET(Item, id, 0);

/**
 * - `item`: not null
 */
uint32_t item_id(const Item *item);

/**
 * - `item`: may be null
 */
uint32_t item_or(const Item *item, uint32_t other);

/**
 * - `item`: not null
 * - result: not null
 */
Item *item_bump(Item *item);

/**
 * - `items`: an array, not null
 * - result: not null
 */
const Item *items_first(const Item *items);

/**
 * - `text`: ended by 0, not null
 */
size_t text_len(const char *text);

/**
 * - result: ended by 0, may be null
 */
const char *text_find(const char *text);

/**
 * - `values`: ended by -1, not null
 */
size_t values_until(const int32_t *values);

/**
 * - `names`: ended by 0, not null
 */
size_t names_count(const char *const *names);

#ifdef __cplusplus
}
#endif

#endif /* GHOST_NULLABLE_H */
