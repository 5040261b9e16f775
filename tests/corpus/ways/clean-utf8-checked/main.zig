const std = @import("std");

extern fn count_chars(data: [*]const u8, len: usize) isize;
extern fn count_ascii(data: [*]const u8, len: usize) isize;
extern fn count_lossy(text: [*:0]const u8) usize;
extern fn count_or_zero(text: [*:0]const u8) usize;
extern fn hex_digits(value: u32) usize;

pub fn main() void {
    std.debug.print("{d} {d} {d} {d} {d}\n", .{
        count_chars("abc", 3), count_ascii("abc", 3), count_lossy("abc"), count_or_zero("abc"), hex_digits(255),
    });
}
