const std = @import("std");
extern fn nth_word_len(text: [*]const u8, len: usize, n: usize) i64;

pub fn main() void {
    std.debug.print("{d}\n", .{nth_word_len("a bb", 4, 1)});
}
