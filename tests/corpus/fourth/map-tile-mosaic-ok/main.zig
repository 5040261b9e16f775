const std = @import("std");
const Mosaic = @import("mosaic.zig").Mosaic;

pub fn main() !void {
    const m = Mosaic.create(4, 4, 16) orelse return error.OutOfMemory;
    defer m.destroy();
    const normal: [16 * 16]u8 = @splat(100);
    const retina: [32 * 32]u8 = @splat(200);
    _ = m.put(0, 0, &normal, 16);
    _ = m.put(1, 0, &retina, 32);
    std.debug.print("{d} tiles, {d}\n", .{ m.tiles(), m.pixel(20, 3) });
}
