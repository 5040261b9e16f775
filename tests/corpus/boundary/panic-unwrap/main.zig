const std = @import("std");
extern fn parse_port(text: [*:0]const u8) u16;
pub fn main() void {
    std.debug.print("{d}\n", .{parse_port("80a")});
}
