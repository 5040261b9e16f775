const std = @import("std");
const Tree = struct { n: usize };
export fn tree_new() ?*Tree {
    const t = std.heap.smp_allocator.create(Tree) catch return null;
    t.* = .{ .n = 0 };
    return t;
}
export fn tree_size(t: *const Tree) usize { return t.n; }
export fn tree_free(t: *Tree) void { std.heap.smp_allocator.destroy(t); }
