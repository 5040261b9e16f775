const std = @import("std");
extern fn pty_title(data: [*]const u8, len: usize) void;
export fn term_title(text: [*:0]const u8) void {
    std.debug.print("{s}\n", .{text});
}
pub fn main() void {
    pty_title("abc", 3);
}
