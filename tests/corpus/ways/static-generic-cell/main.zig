const std = @import("std");

extern fn history_add(value: f32) usize;

pub fn main() void {
    std.debug.print("{d}\n", .{history_add(1.5)});
}
