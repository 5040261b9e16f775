/* Interface of `bits`, written by Ghost. Edits are lost. */
#ifndef GHOST_BITS_H
#define GHOST_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The layouts below hold where pointers and `long` have these sizes. */
#ifdef __cplusplus
#define GHOST_BITS_ASSERT static_assert
#define GHOST_BITS_ALIGNOF alignof
#else
#define GHOST_BITS_ASSERT _Static_assert
#define GHOST_BITS_ALIGNOF _Alignof
#endif
#define GHOST_BITS_ELSEWHERE (sizeof(void *) != 8 || sizeof(long) != 8)
#define GHOST_BITS_LAYOUT(type, size, align) GHOST_BITS_ASSERT( \
  GHOST_BITS_ELSEWHERE || (sizeof(type) == (size) && GHOST_BITS_ALIGNOF(type) == (align)), \
  "size or alignment of " #type " differs from the library's")
#define GHOST_BITS_OFFSET(type, field, offset) GHOST_BITS_ASSERT( \
  GHOST_BITS_ELSEWHERE || offsetof(type, field) == (offset), \
  "offset of " #type "." #field " differs from the library's")

/* What uses integers of 128 bits is declared where the compiler has them. */
#ifdef __SIZEOF_INT128__
__extension__ typedef __int128 ghost_i128;
__extension__ typedef unsigned __int128 ghost_u128;
#endif

#ifdef __cplusplus
extern "C" {
#endif

enum Mode
#ifdef __cplusplus
  : uint8_t
#endif
{
  off = 0,
  slow = 1,
  fast = 3,
};
#ifndef __cplusplus
typedef uint8_t Mode;
#endif
GHOST_BITS_LAYOUT(Mode, 1, 1);

typedef uint32_t Flags;
#define Flags_ready_SHIFT 0
#define Flags_ready_MASK ((Flags)0x1 << 0)
/**
 * How.
 */
#define Flags_mode_SHIFT 1
#define Flags_mode_MASK ((Flags)0x3 << 1)
#define Flags_level_SHIFT 3
#define Flags_level_MASK ((Flags)0x1F << 3)
#define Flags_type_SHIFT 8
#define Flags_type_MASK ((Flags)0xFF << 8)
#define Flags_top_SHIFT 28
#define Flags_top_MASK ((Flags)0xF << 28)
GHOST_BITS_LAYOUT(Flags, 4, 4);

#ifdef __SIZEOF_INT128__
typedef ghost_u128 Wide;
#define Wide_a_SHIFT 0
#define Wide_a_MASK (((Wide)0xFFFFFFFFF << 64 | 0xFFFFFFFFFFFFFFFF) << 0)
#define Wide_b_SHIFT 100
#define Wide_b_MASK ((Wide)0xFFFFFFF << 100)
GHOST_BITS_LAYOUT(Wide, 16, 16);
#endif

Flags flags_next(Flags flags);

/**
 * - `flags`: not null
 */
void flags_clear(Flags *flags);

#ifdef __cplusplus
}
#endif

#endif /* GHOST_BITS_H */
