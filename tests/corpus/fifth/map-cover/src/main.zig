const std = @import("std");
const rs = @import("rs.zig");

pub fn main() u8 {
    const box: rs.BBox = .{ .west = 8.4, .south = 47.3, .east = 8.6, .north = 47.45 };
    var found: [256]rs.Cell = undefined;
    const list = rs.query(&box, 12, &found) catch return 1;
    for (list) |t| {
        const p = rs.cover_parent(t);
        std.debug.print("{d}/{d}/{d} in {d}/{d}\n", .{ t.z, t.x, t.y, p.x, p.y });
    }
    return 0;
}
