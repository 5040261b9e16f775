const std = @import("std");

const Visit = *const fn (user: ?*anyopaque, node: u32, depth: u32) callconv(.c) bool;

const gpa = std.heap.c_allocator;
const Item = struct { node: u32, depth: u32 };

/// Visits the nodes of a made-up tree in depth first order until the visitor says false.
export fn tree_walk(seed: u32, visit: Visit, user: ?*anyopaque) void {
    var stack: std.ArrayList(Item) = .empty;
    defer stack.deinit(gpa);
    stack.append(gpa, .{ .node = seed | 1, .depth = 0 }) catch return;
    while (stack.pop()) |item| {
        if (!visit(user, item.node, item.depth)) return;
        if (item.depth == 6) continue;
        const children = item.node % 3;
        for (0..children) |n| {
            const child = item.node *% 31 +% @as(u32, @intCast(n));
            stack.append(gpa, .{ .node = child, .depth = item.depth + 1 }) catch return;
        }
    }
}
