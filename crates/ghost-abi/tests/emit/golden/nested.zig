//! Interface of `nested`, written by Ghost. Edits are lost.

pub const C = extern struct {
    value: u32,
};

pub const B = extern struct {
    c: [2]C,
    owner: [*c]const A,
};

pub const A = extern struct {
    b: B,
    parent: [*c]A,
};

pub const Same = C;

pub const Last = extern struct {
    same: Same,
};

pub const ListPointer = [*c]const List;

pub const Leaf = extern union {
    tree: [*c]Tree,
    list: ListPointer,
};

pub const List = extern struct {
    value: i32,
    next: [*c]const List,
};

pub const Tree = extern struct {
    leaf: Leaf,
    children: [2][*c]Tree,
};

pub extern fn list_sum(list: [*c]const List) i32;

pub extern fn tree_depth(tree: [*c]const Tree) u32;

pub extern fn a_sum(a: [*c]const A) u32;

pub extern fn last(last_: Last) Same;

comptime {
    // The layouts above hold where pointers and `long` have these sizes.
    if (@sizeOf(usize) == 8 and @sizeOf(c_long) == 8) {
        if (@sizeOf(C) != 4 or @alignOf(C) != 4)
            @compileError("size or alignment of C differs from the library's");
        if (@offsetOf(C, "value") != 0)
            @compileError("offset of C.value differs from the library's");
        if (@sizeOf(B) != 16 or @alignOf(B) != 8)
            @compileError("size or alignment of B differs from the library's");
        if (@offsetOf(B, "c") != 0)
            @compileError("offset of B.c differs from the library's");
        if (@offsetOf(B, "owner") != 8)
            @compileError("offset of B.owner differs from the library's");
        if (@sizeOf(A) != 24 or @alignOf(A) != 8)
            @compileError("size or alignment of A differs from the library's");
        if (@offsetOf(A, "b") != 0)
            @compileError("offset of A.b differs from the library's");
        if (@offsetOf(A, "parent") != 16)
            @compileError("offset of A.parent differs from the library's");
        if (@sizeOf(Last) != 4 or @alignOf(Last) != 4)
            @compileError("size or alignment of Last differs from the library's");
        if (@offsetOf(Last, "same") != 0)
            @compileError("offset of Last.same differs from the library's");
        if (@sizeOf(Leaf) != 8 or @alignOf(Leaf) != 8)
            @compileError("size or alignment of Leaf differs from the library's");
        if (@sizeOf(List) != 16 or @alignOf(List) != 8)
            @compileError("size or alignment of List differs from the library's");
        if (@offsetOf(List, "value") != 0)
            @compileError("offset of List.value differs from the library's");
        if (@offsetOf(List, "next") != 8)
            @compileError("offset of List.next differs from the library's");
        if (@sizeOf(Tree) != 24 or @alignOf(Tree) != 8)
            @compileError("size or alignment of Tree differs from the library's");
        if (@offsetOf(Tree, "leaf") != 0)
            @compileError("offset of Tree.leaf differs from the library's");
        if (@offsetOf(Tree, "children") != 8)
            @compileError("offset of Tree.children differs from the library's");
    }
}
