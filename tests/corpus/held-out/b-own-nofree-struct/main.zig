const std = @import("std");
const View = extern struct { ptr: ?[*]f32, len: usize };
extern fn ramp(n: usize) View;

pub fn main() void {
    const v = ramp(4);
    if (v.ptr) |p| std.debug.print("{d}\n", .{p[v.len - 1]});
}
