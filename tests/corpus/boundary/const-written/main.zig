const std = @import("std");
extern fn upper(data: [*]const u8, len: usize) void;
pub fn main() void {
    const word = "hello";
    upper(word.ptr, word.len);
    std.debug.print("{s}\n", .{word});
}
