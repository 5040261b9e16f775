const std = @import("std");
const Vec3 = extern struct { x: f32, y: f32, z: f32 };
extern fn vec3_add(a: Vec3, b: Vec3) Vec3;
extern fn vec3_sum(all: [*]const Vec3, count: usize, out: *Vec3) bool;
pub fn main() void {
    const all = [_]Vec3{ .{ .x = 1, .y = 2, .z = 3 }, .{ .x = 1, .y = 1, .z = 1 } };
    var sum: Vec3 = undefined;
    if (!vec3_sum(&all, all.len, &sum)) return;
    std.debug.print("{d}\n", .{vec3_add(sum, sum).x});
}
