const std = @import("std");
extern fn to_fahrenheit(c: f64) f32;

pub fn main() void {
    std.debug.print("{d}\n", .{to_fahrenheit(20.5)});
}
