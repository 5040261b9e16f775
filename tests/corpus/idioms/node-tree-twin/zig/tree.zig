const std = @import("std");
const gpa = std.heap.smp_allocator;
const Node = struct { left: ?*Node = null, right: ?*Node = null, key: u32 };
const Tree = struct { root: ?*Node = null, count: usize = 0 };
fn freeNode(n: *Node) void {
    if (n.left) |l| freeNode(l);
    if (n.right) |r| freeNode(r);
    gpa.destroy(n);
}
export fn tree_new() ?*Tree {
    const t = gpa.create(Tree) catch return null;
    t.* = .{};
    return t;
}
export fn tree_add(t: *Tree, key: u32) bool {
    const n = gpa.create(Node) catch return false;
    n.* = .{ .key = key };
    var slot = &t.root;
    while (slot.*) |at| {
        if (at.key == key) {
            gpa.destroy(n);
            return at.key == key;
        }
        slot = if (key < at.key) &at.left else &at.right;
    }
    slot.* = n;
    t.count += 1;
    return true;
}
export fn tree_free(t: ?*Tree) void {
    const it = t orelse return;
    if (it.root) |r| freeNode(r);
    gpa.destroy(it);
}
