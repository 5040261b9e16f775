const std = @import("std");
const grove = @import("grove.zig");

const Tally = struct {
    nodes: u32 = 0,
    girth: u64 = 0,
    deepest: u32 = 0,

    fn visit(user: ?*anyopaque, node: *const grove.NodeView) callconv(.c) void {
        const self: *Tally = @ptrCast(@alignCast(user.?));
        self.nodes += 1;
        self.girth += node.girth_mm;
        self.deepest = @max(self.deepest, node.depth);
    }
};

pub fn main() void {
    const g = grove.grove_new() orelse return;
    defer grove.grove_free(g);

    const oak = grove.grove_plant(g, 2400);
    const limb = grove.grove_branch(g, oak, 600);
    _ = grove.grove_branch(g, limb, 90);
    _ = grove.grove_plant(g, 800);

    var tally: Tally = .{};
    grove.grove_walk(g, Tally.visit, &tally);
    std.debug.print("{d} nodes, {d} mm, depth {d}\n", .{ tally.nodes, tally.girth, tally.deepest });
}
