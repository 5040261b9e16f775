const std = @import("std");
extern fn compare_keys(a: u32, b: u32) c_uint;
pub fn main() void {
    if (compare_keys(1, 2) < 1) std.debug.print("less\n", .{});
}
