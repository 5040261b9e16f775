const std = @import("std");
extern fn upcase_in_place(text: [*]const u8, len: usize) void;

pub fn main() void {
    const word = "quiet";
    upcase_in_place(word.ptr, word.len);
    std.debug.print("{s}\n", .{word});
}
