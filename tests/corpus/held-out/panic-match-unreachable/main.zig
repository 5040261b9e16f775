const std = @import("std");
extern fn month_days(month: u8) u8;

pub fn main() void {
    std.debug.print("{d}\n", .{month_days(13)});
}
