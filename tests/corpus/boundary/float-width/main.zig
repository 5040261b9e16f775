const std = @import("std");
extern fn lerp(a: f64, b: f64, t: f32) f64;
pub fn main() void {
    std.debug.print("{d}\n", .{lerp(0, 1, 0.5)});
}
