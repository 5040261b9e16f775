const std = @import("std");

extern fn greeting(count: u32) [*:0]u8;
extern fn greeting_free(text: [*]u8, len: usize) void;

pub fn main() void {
    const text = greeting(4);
    const all = std.mem.span(text);
    defer greeting_free(text, all.len);
    std.debug.print("{s}\n", .{all});
}
