const std = @import("std");
extern fn copy_text(data: [*]const u8, len: usize) ?[*:0]u8;
extern fn copy_free(t: ?[*:0]u8) void;
pub fn main() void {
    const bytes = [_]u8{ 'a', 0, 'b' };
    const t = copy_text(&bytes, bytes.len);
    defer copy_free(t);
    std.debug.print("{?s}\n", .{t});
}
