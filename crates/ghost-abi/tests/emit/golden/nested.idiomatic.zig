//! Wrappers for `nested`, written by Ghost. Edits are lost.

pub const raw = @import("nested.zig");

pub const C = raw.C;

pub const B = raw.B;

pub const A = raw.A;

pub const Same = raw.Same;

pub const Last = raw.Last;

pub const ListPointer = raw.ListPointer;

pub const Leaf = raw.Leaf;

pub const List = raw.List;

pub const Tree = raw.Tree;

pub fn listSum(list: [*c]const raw.List) i32 {
    return raw.list_sum(list);
}

pub fn treeDepth(tree: [*c]const raw.Tree) u32 {
    return raw.tree_depth(tree);
}

pub fn aSum(a: [*c]const raw.A) u32 {
    return raw.a_sum(a);
}

pub fn last(last_: raw.Last) raw.Same {
    return raw.last(last_);
}
