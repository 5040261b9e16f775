const std = @import("std");

extern fn exhaust_demo(speed: f32) f32;

comptime {
    _ = @import("particles.zig");
}

pub fn main() void {
    std.debug.print("{d}\n", .{exhaust_demo(3)});
}
