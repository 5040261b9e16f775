const std = @import("std");
const Lane = extern struct { v: [4]f32 };
extern fn lane_sum(l: *const Lane) f32;
pub fn main() void {
    const l = Lane{ .v = .{ 1, 2, 3, 4 } };
    std.debug.print("{d}\n", .{lane_sum(&l)});
}
