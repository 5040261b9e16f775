const std = @import("std");
extern fn unit_name(kind: u32) [*:0]const u8;
pub fn main() void {
    std.debug.print("{s}\n", .{unit_name(3)});
}
