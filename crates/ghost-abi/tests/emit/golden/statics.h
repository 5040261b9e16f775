/* Interface of `statics`, written by Ghost. Edits are lost. */
#ifndef GHOST_STATICS_H
#define GHOST_STATICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The layouts below hold where pointers and `long` have these sizes. */
#ifdef __cplusplus
#define GHOST_STATICS_ASSERT static_assert
#define GHOST_STATICS_ALIGNOF alignof
#else
#define GHOST_STATICS_ASSERT _Static_assert
#define GHOST_STATICS_ALIGNOF _Alignof
#endif
#define GHOST_STATICS_ELSEWHERE (sizeof(void *) != 8 || sizeof(long) != 8)
#define GHOST_STATICS_LAYOUT(type, size, align) GHOST_STATICS_ASSERT( \
  GHOST_STATICS_ELSEWHERE || (sizeof(type) == (size) && GHOST_STATICS_ALIGNOF(type) == (align)), \
  "size or alignment of " #type " differs from the library's")
#define GHOST_STATICS_OFFSET(type, field, offset) GHOST_STATICS_ASSERT( \
  GHOST_STATICS_ELSEWHERE || offsetof(type, field) == (offset), \
  "offset of " #type "." #field " differs from the library's")

/* The linker's name of what C or C++ cannot call by it. */
#if defined(__GNUC__)
#define GHOST_STATICS_TEXT_(text) #text
#define GHOST_STATICS_TEXT(text) GHOST_STATICS_TEXT_(text)
#define GHOST_STATICS_SYMBOL(name) __asm__(GHOST_STATICS_TEXT(__USER_LABEL_PREFIX__) name)
#else
#error "this header renames symbols, for which the compiler has no means"
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Secret Secret;

typedef struct Version {
  uint32_t major;
  uint32_t minor;
} Version;
GHOST_STATICS_LAYOUT(Version, 8, 4);
GHOST_STATICS_OFFSET(Version, major, 0);
GHOST_STATICS_OFFSET(Version, minor, 4);

extern const Version VERSION;

/**
 * Counts calls.
 */
extern uint64_t counter;

extern const uint16_t PRIMES[5];

/**
 * - value: not null
 */
extern const Secret *const GREETING;

/**
 * - value: may be null
 */
extern int32_t (*hook)(int32_t value);

#ifdef __cplusplus
extern const uint8_t new_ GHOST_STATICS_SYMBOL("new");
#else
extern const uint8_t new;
#endif

uint64_t count(void);

#ifdef __cplusplus
}
#endif

#endif /* GHOST_STATICS_H */
