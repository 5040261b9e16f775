/* Interface of `documentation`, written by Ghost. Edits are lost. */
#ifndef GHOST_DOCUMENTATION_H
#define GHOST_DOCUMENTATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The layouts below hold where pointers and `long` have these sizes. */
#ifdef __cplusplus
#define GHOST_DOCUMENTATION_ASSERT static_assert
#define GHOST_DOCUMENTATION_ALIGNOF alignof
#else
#define GHOST_DOCUMENTATION_ASSERT _Static_assert
#define GHOST_DOCUMENTATION_ALIGNOF _Alignof
#endif
#define GHOST_DOCUMENTATION_ELSEWHERE (sizeof(void *) != 8 || sizeof(long) != 8)
#define GHOST_DOCUMENTATION_LAYOUT(type, size, align) GHOST_DOCUMENTATION_ASSERT( \
  GHOST_DOCUMENTATION_ELSEWHERE || (sizeof(type) == (size) && GHOST_DOCUMENTATION_ALIGNOF(type) == (align)), \
  "size or alignment of " #type " differs from the library's")
#define GHOST_DOCUMENTATION_OFFSET(type, field, offset) GHOST_DOCUMENTATION_ASSERT( \
  GHOST_DOCUMENTATION_ELSEWHERE || offsetof(type, field) == (offset), \
  "offset of " #type "." #field " differs from the library's")

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Ends the comment: * / int hidden; / * and begins another.
 *
 * # Example
 *
 * ```
 * let x = 1;
 * ```
 */
typedef struct Config {
  /**
   * Trigraph ? ?/ and backslash \
   */
  const char *path;
  /**
   * no space in front
   */
  uint32_t depth;
} Config;
GHOST_DOCUMENTATION_LAYOUT(Config, 16, 8);
GHOST_DOCUMENTATION_OFFSET(Config, path, 0);
GHOST_DOCUMENTATION_OFFSET(Config, depth, 8);

/**
 * Runs it.
 *    Tab, bell \u{7}, right-to-left \u{202e}, line separator
 * behind it.
 *
 *     indented code
 *
 * - `config`: not null
 * - `name`: ended by 0, not null
 * - result: may be null
 */
const Config *run(const Config *config, const char *name);

#ifdef __cplusplus
}
#endif

#endif /* GHOST_DOCUMENTATION_H */
