const std = @import("std");

extern fn to_text(data: [*]const u8, len: usize) ?[*:0]u8;
extern fn text_free(text: ?[*:0]u8) void;

pub fn main() void {
    const data = [_]u8{ 'a', 0, 'b' };
    const text = to_text(&data, data.len);
    defer text_free(text);
    if (text) |t| std.debug.print("{s}\n", .{t});
}
