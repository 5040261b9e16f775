/* Interface of `transparent`, written by Ghost. Edits are lost. */
#ifndef GHOST_TRANSPARENT_H
#define GHOST_TRANSPARENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The layouts below hold where pointers and `long` have these sizes. */
#ifdef __cplusplus
#define GHOST_TRANSPARENT_ASSERT static_assert
#define GHOST_TRANSPARENT_ALIGNOF alignof
#else
#define GHOST_TRANSPARENT_ASSERT _Static_assert
#define GHOST_TRANSPARENT_ALIGNOF _Alignof
#endif
#define GHOST_TRANSPARENT_ELSEWHERE (sizeof(void *) != 8 || sizeof(long) != 8)
#define GHOST_TRANSPARENT_LAYOUT(type, size, align) GHOST_TRANSPARENT_ASSERT( \
  GHOST_TRANSPARENT_ELSEWHERE || (sizeof(type) == (size) && GHOST_TRANSPARENT_ALIGNOF(type) == (align)), \
  "size or alignment of " #type " differs from the library's")
#define GHOST_TRANSPARENT_OFFSET(type, field, offset) GHOST_TRANSPARENT_ASSERT( \
  GHOST_TRANSPARENT_ELSEWHERE || offsetof(type, field) == (offset), \
  "offset of " #type "." #field " differs from the library's")

#if defined(_MSC_VER) && !defined(__clang__)
#define GHOST_TRANSPARENT_ALIGNED(bytes) __declspec(align(bytes))
#else
#define GHOST_TRANSPARENT_ALIGNED(bytes) __attribute__((aligned(bytes)))
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Marker Marker;

typedef double Meters;

typedef void *Handle;

typedef struct Body {
  Meters height;
  Handle handle;
} Body;
GHOST_TRANSPARENT_LAYOUT(Body, 16, 8);
GHOST_TRANSPARENT_OFFSET(Body, height, 0);
GHOST_TRANSPARENT_OFFSET(Body, handle, 8);

typedef struct GHOST_TRANSPARENT_ALIGNED(16) Raised {
  uint64_t _0;
} Raised;
GHOST_TRANSPARENT_LAYOUT(Raised, 16, 16);
GHOST_TRANSPARENT_OFFSET(Raised, _0, 0);

Meters meters_add(Meters a, Meters b);

Body body_make(Meters height);

void marker(const Marker *marker_);

Raised raised(Raised one);

#ifdef __cplusplus
}
#endif

#endif /* GHOST_TRANSPARENT_H */
