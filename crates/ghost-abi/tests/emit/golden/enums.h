/* Interface of `enums`, written by Ghost. Edits are lost. */
#ifndef GHOST_ENUMS_H
#define GHOST_ENUMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The layouts below hold where pointers and `long` have these sizes. */
#ifdef __cplusplus
#define GHOST_ENUMS_ASSERT static_assert
#define GHOST_ENUMS_ALIGNOF alignof
#else
#define GHOST_ENUMS_ASSERT _Static_assert
#define GHOST_ENUMS_ALIGNOF _Alignof
#endif
#define GHOST_ENUMS_ELSEWHERE (sizeof(void *) != 8 || sizeof(long) != 8)
#define GHOST_ENUMS_LAYOUT(type, size, align) GHOST_ENUMS_ASSERT( \
  GHOST_ENUMS_ELSEWHERE || (sizeof(type) == (size) && GHOST_ENUMS_ALIGNOF(type) == (align)), \
  "size or alignment of " #type " differs from the library's")
#define GHOST_ENUMS_OFFSET(type, field, offset) GHOST_ENUMS_ASSERT( \
  GHOST_ENUMS_ELSEWHERE || offsetof(type, field) == (offset), \
  "offset of " #type "." #field " differs from the library's")

#ifdef __cplusplus
extern "C" {
#endif

enum Color
#ifdef __cplusplus
  : uint8_t
#endif
{
  Red = 0,
  /**
   * Like grass.
   */
  Green = 1,
  Blue = 200,
};
#ifndef __cplusplus
typedef uint8_t Color;
#endif
GHOST_ENUMS_LAYOUT(Color, 1, 1);

typedef enum ErrorCode {
  Success = 0,
  InvalidInput = 1,
  OutOfMemory = 2,
} ErrorCode;
GHOST_ENUMS_LAYOUT(ErrorCode, 4, 4);

enum Huge
#ifdef __cplusplus
  : uint64_t
#endif
{
  Huge_Low = 1,
  Huge_High = 18446744073709551615ULL,
};
#ifndef __cplusplus
typedef uint64_t Huge;
#endif
GHOST_ENUMS_LAYOUT(Huge, 8, 8);

typedef enum Level {
  Level_Low = 0,
  Level_Middle = 5,
  Level_Usual = 5,
} Level;
GHOST_ENUMS_LAYOUT(Level, 4, 4);

typedef uint16_t Nothing;
GHOST_ENUMS_LAYOUT(Nothing, 2, 2);

enum Signed
#ifdef __cplusplus
  : int32_t
#endif
{
  Minus = -1,
  Zero = 0,
  Plus = 1,
};
#ifndef __cplusplus
typedef int32_t Signed;
#endif
GHOST_ENUMS_LAYOUT(Signed, 4, 4);

Color color_next(Color color);

ErrorCode error_of(int32_t value);

Signed sign_of(int32_t value);

Huge huge_other(Huge huge);

Level level_raise(Level level);

Nothing nothing_at_all(Nothing nothing);

#ifdef __cplusplus
}
#endif

#endif /* GHOST_ENUMS_H */
