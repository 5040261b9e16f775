const std = @import("std");
extern fn tag_new(data: [*]const u8, len: usize) ?[*:0]u8;
extern fn tag_free(s: ?[*:0]u8) void;

pub fn main() void {
    const t = tag_new("xyz", 3);
    defer tag_free(t);
    if (t) |s| std.debug.print("{s}\n", .{s});
}
