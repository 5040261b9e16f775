const std = @import("std");
extern fn version_major(text: [*:0]const u8) u16;

pub fn main() void {
    std.debug.print("{d}\n", .{version_major("12")});
}
