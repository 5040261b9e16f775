const std = @import("std");
const assets = @import("assets.zig");

pub fn main() !void {
    const first = try assets.retain(.texture, 0, 0);
    const second = try assets.retain(.mesh, 3, 77);
    std.debug.print("{d} {d} {d}\n", .{ first, second, assets.releaseDefault() });
}
