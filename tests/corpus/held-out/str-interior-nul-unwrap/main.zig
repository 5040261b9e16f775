const std = @import("std");
extern fn escape(data: [*]const u8, len: usize) ?[*:0]u8;
extern fn escape_free(s: ?[*:0]u8) void;

pub fn main() void {
    const raw = "a\x00b";
    const e = escape(raw.ptr, raw.len);
    defer escape_free(e);
    if (e) |s| std.debug.print("{s}\n", .{s});
}
