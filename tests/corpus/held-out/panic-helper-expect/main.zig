const std = @import("std");
extern fn port_of(text: [*:0]const u8) u16;

pub fn main() void {
    std.debug.print("{d}\n", .{port_of("80a")});
}
