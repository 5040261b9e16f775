const std = @import("std");
extern fn get_at(data: ?[*]const i32, len: usize, index: usize, out: ?*i32) bool;
pub fn main() void {
    const all = [_]i32{ 1, 2 };
    var v: i32 = 0;
    std.debug.print("{}\n", .{get_at(&all, all.len, 5, &v)});
}
