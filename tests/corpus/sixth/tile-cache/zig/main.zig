const std = @import("std");
const tiles = @import("tiles.zig");

pub fn main() !void {
    const cache = tiles.Cache.init();
    defer cache.deinit();
    var view: [64]*const tiles.Tile = undefined;
    for (&view, 0..) |*slot, i| {
        slot.* = try cache.get(@intCast(i % 8), @intCast(i / 8), 12);
    }
    const corner = try cache.get(0, 0, 12);
    var sum: u64 = 0;
    for (view) |t| sum += t.row(3)[5] & 0xffff;
    std.debug.print("{d} tiles, same corner {}, {d}\n", .{ cache.len(), corner == view[0], sum });
}
