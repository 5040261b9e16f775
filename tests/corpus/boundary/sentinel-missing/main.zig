const std = @import("std");
extern fn count_words(text: [*]const u8) usize;
pub fn main() void {
    std.debug.print("{d}\n", .{count_words("a b c")});
}
