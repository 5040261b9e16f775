const std = @import("std");
extern fn greeting(n: u32) [*:0]const u8;
pub fn main() void {
    std.debug.print("{s}\n", .{greeting(1)});
}
