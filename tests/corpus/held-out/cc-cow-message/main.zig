const std = @import("std");
extern fn convert(value: i64, base: u32) i32;
extern fn last_message() [*:0]const u8;

pub fn main() void {
    if (convert(9, 99) < 0) std.debug.print("{s}\n", .{last_message()});
}
