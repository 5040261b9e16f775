const std = @import("std");
const Tile = extern struct { id: u32, x: f32 };
extern fn tiles_visible(n: u32, len: *usize) ?[*]Tile;
extern fn tiles_free(tiles: ?[*]Tile, len: usize) void;
pub fn main() void {
    var n: usize = 0;
    const t = tiles_visible(10, &n);
    defer tiles_free(t, n);
    std.debug.print("{d}\n", .{n});
}
