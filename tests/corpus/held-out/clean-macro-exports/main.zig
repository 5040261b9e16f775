const std = @import("std");
extern fn limit_low() u16;
extern fn limit_high() u16;
extern fn limit_ratio() f64;

pub fn main() void {
    std.debug.print("{d} {d} {d}\n", .{ limit_low(), limit_high(), limit_ratio() });
}
