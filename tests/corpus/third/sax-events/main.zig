const std = @import("std");
const Outline = @import("outline.zig").Outline;

pub fn main() void {
    const outline = Outline.of("<a><bcd x=\"1\"></bcd><e></e></a>") orelse return;
    std.debug.print("{d} {d}\n", .{ outline.widest, outline.deepest });
}
