const std = @import("std");
const Stat = extern struct { size: u64, mtime: u64 };
extern fn stat_of(fd: i32) Stat;

pub fn main() void {
    std.debug.print("{d}\n", .{stat_of(3).size});
}
