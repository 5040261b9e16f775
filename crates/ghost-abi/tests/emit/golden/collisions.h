/* Interface of `collisions`, written by Ghost. Edits are lost. */
#ifndef GHOST_COLLISIONS_H
#define GHOST_COLLISIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The layouts below hold where pointers and `long` have these sizes. */
#ifdef __cplusplus
#define GHOST_COLLISIONS_ASSERT static_assert
#define GHOST_COLLISIONS_ALIGNOF alignof
#else
#define GHOST_COLLISIONS_ASSERT _Static_assert
#define GHOST_COLLISIONS_ALIGNOF _Alignof
#endif
#define GHOST_COLLISIONS_ELSEWHERE (sizeof(void *) != 8 || sizeof(long) != 8)
#define GHOST_COLLISIONS_LAYOUT(type, size, align) GHOST_COLLISIONS_ASSERT( \
  GHOST_COLLISIONS_ELSEWHERE || (sizeof(type) == (size) && GHOST_COLLISIONS_ALIGNOF(type) == (align)), \
  "size or alignment of " #type " differs from the library's")
#define GHOST_COLLISIONS_OFFSET(type, field, offset) GHOST_COLLISIONS_ASSERT( \
  GHOST_COLLISIONS_ELSEWHERE || offsetof(type, field) == (offset), \
  "offset of " #type "." #field " differs from the library's")

#ifdef __cplusplus
extern "C" {
#endif

#define LIMIT_ 3

enum Kind
#ifdef __cplusplus
  : uint32_t
#endif
{
  Kind_Shape = 0,
  Kind_None = 1,
};
#ifndef __cplusplus
typedef uint32_t Kind;
#endif
GHOST_COLLISIONS_LAYOUT(Kind, 4, 4);

enum Left
#ifdef __cplusplus
  : uint32_t
#endif
{
  Left_Up = 0,
  Left_Down = 1,
};
#ifndef __cplusplus
typedef uint32_t Left;
#endif
GHOST_COLLISIONS_LAYOUT(Left, 4, 4);

/**
 * The first.
 */
typedef struct one_Config {
  uint32_t a;
} one_Config;
GHOST_COLLISIONS_LAYOUT(one_Config, 4, 4);
GHOST_COLLISIONS_OFFSET(one_Config, a, 0);

typedef struct Pair_one_Config {
  one_Config _0;
  one_Config _1;
} Pair_one_Config;
GHOST_COLLISIONS_LAYOUT(Pair_one_Config, 8, 4);
GHOST_COLLISIONS_OFFSET(Pair_one_Config, _0, 0);
GHOST_COLLISIONS_OFFSET(Pair_one_Config, _1, 4);

enum Right
#ifdef __cplusplus
  : uint32_t
#endif
{
  Right_Down = 0,
  Right_Free = 1,
};
#ifndef __cplusplus
typedef uint32_t Right;
#endif
GHOST_COLLISIONS_LAYOUT(Right, 4, 4);

typedef struct Shape {
  Kind Kind_;
  Left Left_;
} Shape;
GHOST_COLLISIONS_LAYOUT(Shape, 8, 4);
GHOST_COLLISIONS_OFFSET(Shape, Kind_, 0);
GHOST_COLLISIONS_OFFSET(Shape, Left_, 4);

typedef struct stat_ {
  uint32_t stat;
} stat_;
GHOST_COLLISIONS_LAYOUT(stat_, 4, 4);
GHOST_COLLISIONS_OFFSET(stat_, stat, 0);

typedef struct two_Config {
  uint64_t a;
} two_Config;
GHOST_COLLISIONS_LAYOUT(two_Config, 8, 8);
GHOST_COLLISIONS_OFFSET(two_Config, a, 0);

/**
 * - `stat__`: not null
 */
uint32_t stat(const stat_ *stat__);

Pair_one_Config configs(one_Config Config, two_Config other);

Shape turn(Left left, Right right);

uint32_t LIMIT(void);

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wincompatible-library-redeclaration"
#elif defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wbuiltin-declaration-mismatch"
#endif
bool log(uint32_t level, size_t index_);
#if defined(__clang__)
#pragma clang diagnostic pop
#elif defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wincompatible-library-redeclaration"
#elif defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wbuiltin-declaration-mismatch"
#endif
size_t index(const uint8_t *of);
#if defined(__clang__)
#pragma clang diagnostic pop
#elif defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wincompatible-library-redeclaration"
#elif defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wbuiltin-declaration-mismatch"
#endif
double gammaf(double at);
#if defined(__clang__)
#pragma clang diagnostic pop
#elif defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#ifdef __cplusplus
}
#endif

#endif /* GHOST_COLLISIONS_H */
