const std = @import("std");
extern fn pick(data: [*]const i32, len: usize, index: usize) i32;
pub fn main() void {
    const all = [_]i32{ 1, 2 };
    std.debug.print("{d}\n", .{pick(&all, all.len, 5)});
}
