const std = @import("std");

const Arena = opaque {};
const Handle = u32;
const Node = extern struct { parent: Handle, weight: f32 };
const Visit = *const fn (?*anyopaque, *Node) callconv(.c) bool;

extern fn arena_new() ?*Arena;
extern fn arena_free(arena: ?*Arena) void;
extern fn arena_add(arena: ?*Arena, parent: Handle, weight: f32) Handle;
extern fn arena_parent(arena: ?*Arena, h: Handle) Handle;
extern fn arena_each(arena: ?*Arena, visit: ?Visit, user: ?*anyopaque) usize;

const Sum = struct {
    total: f32 = 0,
    roots: u32 = 0,

    fn visit(user: ?*anyopaque, n: *Node) callconv(.c) bool {
        const s: *Sum = @ptrCast(@alignCast(user.?));
        s.total += n.weight;
        if (n.parent == 0) s.roots += 1;
        n.weight = 0;
        return true;
    }
};

fn depth(a: *Arena, h: Handle) u32 {
    var n: u32 = 0;
    var at = h;
    while (at != 0) : (at = arena_parent(a, at)) n += 1;
    return n;
}

pub fn main() !void {
    const a = arena_new() orelse return error.OutOfMemory;
    defer arena_free(a);
    const root = arena_add(a, 0, 1.5);
    const mid = arena_add(a, root, 2);
    const leaf = arena_add(a, mid, 0.25);
    if (arena_add(a, 99, 1) != 0) return error.Unexpected;
    var s: Sum = .{};
    const n = arena_each(a, &Sum.visit, &s);
    std.debug.print("{d} nodes, depth {d}, {d} in all, {d} root\n", .{ n, depth(a, leaf), s.total, s.roots });
}
