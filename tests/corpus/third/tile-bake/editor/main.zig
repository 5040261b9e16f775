const std = @import("std");
const Baked = @import("baked.zig").Baked;

const Hooks = extern struct {
    user: ?*anyopaque,
    tile_done: ?*const fn (?*anyopaque, u32, f32) callconv(.c) void,
};

extern fn bake_tiles(tiles: u32, workers: u32, hooks: *const Hooks) bool;

pub fn main() void {
    var baked: Baked = .{ .gpa = std.heap.c_allocator };
    defer baked.deinit();
    const hooks: Hooks = .{ .user = &baked, .tile_done = &Baked.tileDone };
    if (!bake_tiles(256, 4, &hooks) or baked.failed) return;
    var total: f32 = 0;
    for (baked.tiles.items) |tile| total += tile.energy;
    std.debug.print("{d} tiles, {d:.2}\n", .{ baked.tiles.items.len, total });
}
