const std = @import("std");
extern fn close(handle: c_int) c_int;
pub fn main() void {
    std.debug.print("{d}\n", .{close(3)});
}
