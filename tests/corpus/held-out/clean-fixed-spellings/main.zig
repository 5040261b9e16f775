const std = @import("std");
extern fn mixed(a: i32, b: u32, c: usize, d: ?*const anyopaque, e: isize) c_int;

pub fn main() void {
    std.debug.print("{d}\n", .{mixed(1, 2, 3, null, -1)});
}
