const std = @import("std");
const ega = @import("ega.zig");

pub fn main() void {
    var out: [32]ega.Rgb = undefined;
    const n = ega.expand(&.{ 0xc4, 3, 12, 0xc9, 15 }, &out);
    std.debug.print("{d} {d}\n", .{ n, ega.ega_pick(200, 10, 10, 1, 2) });
}
