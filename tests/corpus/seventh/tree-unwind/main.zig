const std = @import("std");

const Tree = opaque {};

extern fn tree_new() ?*Tree;
extern fn tree_insert(tree: ?*Tree, key: i64) bool;
extern fn tree_len(tree: ?*const Tree) usize;
extern fn tree_free(tree: ?*Tree) void;

fn insertAll(keys: []const i64) usize {
    const tree = tree_new() orelse return 0;
    defer tree_free(tree);
    for (keys) |k| _ = tree_insert(tree, k);
    return tree_len(tree);
}

pub fn main() void {
    var keys: [100]i64 = undefined;
    for (&keys, 0..) |*k, i| k.* = @intCast(i * 7 % 101);
    std.debug.print("{d} different\n", .{insertAll(&keys)});
}
