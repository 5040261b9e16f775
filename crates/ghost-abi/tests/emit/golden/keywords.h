/* Interface of `keywords`, written by Ghost. Edits are lost. */
#ifndef GHOST_KEYWORDS_H
#define GHOST_KEYWORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The layouts below hold where pointers and `long` have these sizes. */
#ifdef __cplusplus
#define GHOST_KEYWORDS_ASSERT static_assert
#define GHOST_KEYWORDS_ALIGNOF alignof
#else
#define GHOST_KEYWORDS_ASSERT _Static_assert
#define GHOST_KEYWORDS_ALIGNOF _Alignof
#endif
#define GHOST_KEYWORDS_ELSEWHERE (sizeof(void *) != 8 || sizeof(long) != 8)
#define GHOST_KEYWORDS_LAYOUT(type, size, align) GHOST_KEYWORDS_ASSERT( \
  GHOST_KEYWORDS_ELSEWHERE || (sizeof(type) == (size) && GHOST_KEYWORDS_ALIGNOF(type) == (align)), \
  "size or alignment of " #type " differs from the library's")
#define GHOST_KEYWORDS_OFFSET(type, field, offset) GHOST_KEYWORDS_ASSERT( \
  GHOST_KEYWORDS_ELSEWHERE || offsetof(type, field) == (offset), \
  "offset of " #type "." #field " differs from the library's")

/* The linker's name of what C or C++ cannot call by it. */
#if defined(__GNUC__)
#define GHOST_KEYWORDS_TEXT_(text) #text
#define GHOST_KEYWORDS_TEXT(text) GHOST_KEYWORDS_TEXT_(text)
#define GHOST_KEYWORDS_SYMBOL(name) __asm__(GHOST_KEYWORDS_TEXT(__USER_LABEL_PREFIX__) name)
#else
#error "this header renames symbols, for which the compiler has no means"
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Option Option;
typedef struct std_ std_;

typedef struct Self {
  uint32_t u8_;
} Self;
GHOST_KEYWORDS_LAYOUT(Self, 4, 4);
GHOST_KEYWORDS_OFFSET(Self, u8_, 0);

typedef struct type {
  uint32_t class_;
  uint32_t error;
  uint32_t fn;
  uint32_t self;
  uint32_t _0;
  uint32_t match;
  uint32_t register_;
  uint32_t errno_;
} type;
GHOST_KEYWORDS_LAYOUT(type, 32, 4);
GHOST_KEYWORDS_OFFSET(type, class_, 0);
GHOST_KEYWORDS_OFFSET(type, error, 4);
GHOST_KEYWORDS_OFFSET(type, fn, 8);
GHOST_KEYWORDS_OFFSET(type, self, 12);
GHOST_KEYWORDS_OFFSET(type, _0, 16);
GHOST_KEYWORDS_OFFSET(type, match, 20);
GHOST_KEYWORDS_OFFSET(type, register_, 24);
GHOST_KEYWORDS_OFFSET(type, errno_, 28);

typedef struct u8 {
  uint8_t void_;
} u8;
GHOST_KEYWORDS_LAYOUT(u8, 1, 1);
GHOST_KEYWORDS_OFFSET(u8, void_, 0);

enum union_
#ifdef __cplusplus
  : uint32_t
#endif
{
  union__default = 0,
  union__catch = 1,
  union__true = 2,
  union___ = 3,
};
#ifndef __cplusplus
typedef uint32_t union_;
#endif
GHOST_KEYWORDS_LAYOUT(union_, 4, 4);

int32_t main_loop(
    int32_t int__,
    int32_t class_,
    int32_t new_,
    int32_t fn,
    uint8_t u8_,
    int32_t self,
    const std_ *std__,
    int32_t main_loop_,
    int32_t,
    int32_t linux_,
    int32_t near_);

#ifdef __cplusplus
type delete_(type all) GHOST_KEYWORDS_SYMBOL("delete");
#else
type delete(type all);
#endif

u8 int_(u8 a) GHOST_KEYWORDS_SYMBOL("int");

Self match(union_ kind);

int32_t crate(Option *option);

int32_t odd_name_1_(void) GHOST_KEYWORDS_SYMBOL("odd.name$1");

int32_t twice(int32_t a, int32_t a_);

#ifdef __cplusplus
}
#endif

#endif /* GHOST_KEYWORDS_H */
