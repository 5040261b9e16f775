const std = @import("std");
extern fn area(w: u32, h: u32) u64;
pub fn main() void {
    std.debug.print("{d}\n", .{area(2, 3)});
}
