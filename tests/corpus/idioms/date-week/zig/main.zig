const std = @import("std");
extern fn date_ordinal(year: i32, month: u8, day: u8) u16;
pub fn main() void {
    std.debug.print("{d}\n", .{date_ordinal(2026, 13, 1)});
}
