const std = @import("std");
extern fn greet() ?[*:0]u8;
extern fn greet_free(p: ?[*:0]u8) void;
pub fn main() void {
    const text = greet() orelse return;
    defer std.c.free(text);
    std.debug.print("{s}\n", .{text});
}
