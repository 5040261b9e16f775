const std = @import("std");
extern fn to_px(amount: f32, unit: u32) f32;

pub fn main() void {
    std.debug.print("{d}\n", .{to_px(2, 1)});
}
