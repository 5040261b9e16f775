/* Interface of `nested`, written by Ghost. Edits are lost. */
#ifndef GHOST_NESTED_H
#define GHOST_NESTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The layouts below hold where pointers and `long` have these sizes. */
#ifdef __cplusplus
#define GHOST_NESTED_ASSERT static_assert
#define GHOST_NESTED_ALIGNOF alignof
#else
#define GHOST_NESTED_ASSERT _Static_assert
#define GHOST_NESTED_ALIGNOF _Alignof
#endif
#define GHOST_NESTED_ELSEWHERE (sizeof(void *) != 8 || sizeof(long) != 8)
#define GHOST_NESTED_LAYOUT(type, size, align) GHOST_NESTED_ASSERT( \
  GHOST_NESTED_ELSEWHERE || (sizeof(type) == (size) && GHOST_NESTED_ALIGNOF(type) == (align)), \
  "size or alignment of " #type " differs from the library's")
#define GHOST_NESTED_OFFSET(type, field, offset) GHOST_NESTED_ASSERT( \
  GHOST_NESTED_ELSEWHERE || offsetof(type, field) == (offset), \
  "offset of " #type "." #field " differs from the library's")

#ifdef __cplusplus
extern "C" {
#endif

typedef struct A A;
typedef struct List List;
typedef struct Tree Tree;

typedef struct C {
  uint32_t value;
} C;
GHOST_NESTED_LAYOUT(C, 4, 4);
GHOST_NESTED_OFFSET(C, value, 0);

typedef struct B {
  C c[2];
  const A *owner;
} B;
GHOST_NESTED_LAYOUT(B, 16, 8);
GHOST_NESTED_OFFSET(B, c, 0);
GHOST_NESTED_OFFSET(B, owner, 8);

typedef struct A {
  B b;
  A *parent;
} A;
GHOST_NESTED_LAYOUT(A, 24, 8);
GHOST_NESTED_OFFSET(A, b, 0);
GHOST_NESTED_OFFSET(A, parent, 16);

typedef C Same;

typedef struct Last {
  Same same;
} Last;
GHOST_NESTED_LAYOUT(Last, 4, 4);
GHOST_NESTED_OFFSET(Last, same, 0);

typedef const List *ListPointer;

typedef union Leaf {
  Tree *tree;
  ListPointer list;
} Leaf;
GHOST_NESTED_LAYOUT(Leaf, 8, 8);
GHOST_NESTED_OFFSET(Leaf, tree, 0);
GHOST_NESTED_OFFSET(Leaf, list, 0);

typedef struct List {
  int32_t value;
  const List *next;
} List;
GHOST_NESTED_LAYOUT(List, 16, 8);
GHOST_NESTED_OFFSET(List, value, 0);
GHOST_NESTED_OFFSET(List, next, 8);

typedef struct Tree {
  Leaf leaf;
  Tree *children[2];
} Tree;
GHOST_NESTED_LAYOUT(Tree, 24, 8);
GHOST_NESTED_OFFSET(Tree, leaf, 0);
GHOST_NESTED_OFFSET(Tree, children, 8);

int32_t list_sum(const List *list);

uint32_t tree_depth(const Tree *tree);

uint32_t a_sum(const A *a);

Same last(Last last_);

#ifdef __cplusplus
}
#endif

#endif /* GHOST_NESTED_H */
