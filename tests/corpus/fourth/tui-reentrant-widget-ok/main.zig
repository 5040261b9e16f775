const std = @import("std");

const Tree = opaque {};
const Visit = *const fn (user: ?*anyopaque, tree: ?*const Tree, id: u32, depth: u32) callconv(.c) void;

extern fn tree_new() ?*Tree;
extern fn tree_add(t: ?*const Tree, parent: u32) u32;
extern fn tree_walk(t: ?*const Tree, visit: ?Visit, user: ?*anyopaque) usize;
extern fn tree_free(t: ?*Tree) void;

const Painter = struct {
    painted: u32 = 0,
    added: u32 = 0,

    fn visit(user: ?*anyopaque, tree: ?*const Tree, id: u32, depth: u32) callconv(.c) void {
        const self: *Painter = @ptrCast(@alignCast(user.?));
        self.painted += 1;
        // Containers get a scrollbar on first sight.
        if (depth == 1 and self.added == 0) {
            self.added = tree_add(tree, id);
        }
    }
};

pub fn main() !void {
    const t = tree_new() orelse return error.OutOfMemory;
    defer tree_free(t);
    _ = tree_add(t, 0);
    var painter: Painter = .{};
    _ = tree_walk(t, &Painter.visit, &painter);
    std.debug.print("{d} painted, {d} added\n", .{ painter.painted, painter.added });
}
