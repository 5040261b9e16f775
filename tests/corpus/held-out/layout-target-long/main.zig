const std = @import("std");
extern fn fsize(fd: i32) i64;

pub fn main() void {
    std.debug.print("{d}\n", .{fsize(2)});
}
