const std = @import("std");
const Quad = extern struct { v: [4]f32 };
extern fn quad_sum(q: *const Quad) f32;

pub fn main() void {
    const q: Quad = .{ .v = .{ 1, 2, 3, 4 } };
    std.debug.print("{d}\n", .{quad_sum(&q)});
}
