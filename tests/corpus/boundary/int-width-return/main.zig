const std = @import("std");
extern fn file_size(index: u32) u32;
pub fn main() void {
    std.debug.print("{d}\n", .{file_size(1)});
}
