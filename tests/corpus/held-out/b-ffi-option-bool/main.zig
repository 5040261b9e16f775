const std = @import("std");
const Maybe = extern struct { some: u32, value: f32 };
extern fn threshold(level: Maybe) f32;

pub fn main() void {
    std.debug.print("{d}\n", .{threshold(.{ .some = 0, .value = 1 })});
}
