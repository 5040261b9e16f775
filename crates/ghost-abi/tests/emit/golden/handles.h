/* Interface of `handles`, written by Ghost. Edits are lost. */
#ifndef GHOST_HANDLES_H
#define GHOST_HANDLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The layouts below hold where pointers and `long` have these sizes. */
#ifdef __cplusplus
#define GHOST_HANDLES_ASSERT static_assert
#define GHOST_HANDLES_ALIGNOF alignof
#else
#define GHOST_HANDLES_ASSERT _Static_assert
#define GHOST_HANDLES_ALIGNOF _Alignof
#endif
#define GHOST_HANDLES_ELSEWHERE (sizeof(void *) != 8 || sizeof(long) != 8)
#define GHOST_HANDLES_LAYOUT(type, size, align) GHOST_HANDLES_ASSERT( \
  GHOST_HANDLES_ELSEWHERE || (sizeof(type) == (size) && GHOST_HANDLES_ALIGNOF(type) == (align)), \
  "size or alignment of " #type " differs from the library's")
#define GHOST_HANDLES_OFFSET(type, field, offset) GHOST_HANDLES_ASSERT( \
  GHOST_HANDLES_ELSEWHERE || offsetof(type, field) == (offset), \
  "offset of " #type "." #field " differs from the library's")

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Counter Counter;
typedef struct Session Session;

typedef enum Status {
  Ok = 0,
  Failed = 1,
  Busy = 7,
} Status;
GHOST_HANDLES_LAYOUT(Status, 4, 4);

Counter *counter_new(int64_t start);

int64_t counter_add(Counter *counter, int64_t by);

void counter_init(Counter *counter);

char *counter_name(const Counter *counter);

void counter_free(Counter *counter);

void free_string(char *text);

Status session_open(const char *name, Session **out);

/**
 * - `session`: not null
 */
Status session_write(Session *session, const uint8_t *data, size_t len);

/**
 * - `session`: may be null
 */
size_t session_total(const Session *session);

void session_close(Session *session);

#ifdef __cplusplus
}
#endif

#endif /* GHOST_HANDLES_H */
