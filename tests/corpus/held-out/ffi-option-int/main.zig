const std = @import("std");
const Maybe = extern struct { some: u32, value: u32 };
extern fn find_byte(needle: u8) Maybe;

pub fn main() void {
    std.debug.print("{d}\n", .{find_byte(3).value});
}
