const std = @import("std");
const Tile = @import("gallery.zig").Tile;

pub fn main() !void {
    const gpa = std.heap.c_allocator;
    var image: [64]u8 = undefined;
    for (&image, 0..) |*p, n| p.* = @intCast(n * 3);
    var tile = try Tile.init(&image, 8);
    defer tile.deinit(gpa);
    std.debug.print("{d} {d}\n", .{ tile.width, tile.pixels.len });
}
