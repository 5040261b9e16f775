const std = @import("std");
extern fn substitute(nibble: u8) u8;
extern fn substitute_mod(n: u32) u8;

pub fn main() void {
    std.debug.print("{d} {d}\n", .{ substitute(200), substitute_mod(77) });
}
