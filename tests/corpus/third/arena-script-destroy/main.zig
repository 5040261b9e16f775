const std = @import("std");

extern fn card_damage(n: u32) i32;

comptime {
    _ = @import("script.zig");
}

pub fn main() void {
    for (0..4) |n| std.debug.print("{d}\n", .{card_damage(@intCast(n))});
}
