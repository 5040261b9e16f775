const std = @import("std");
extern fn word_count(text: [*:0]const u8) i32;
extern fn ascii_len(p: [*]const u8, n: usize) usize;

pub fn main() void {
    std.debug.print("{d} {d}\n", .{ word_count("a b"), ascii_len("abc", 3) });
}
