const std = @import("std");
extern fn weight_of(slot: u8) u16;

pub fn main() void {
    std.debug.print("{d}\n", .{weight_of(9)});
}
