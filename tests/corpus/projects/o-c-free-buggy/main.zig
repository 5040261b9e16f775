const std = @import("std");
extern fn greet(n: u32) ?[*:0]u8;
extern fn greet_free(s: ?[*:0]u8) void;
extern fn free(p: ?*anyopaque) void;
pub fn main() void {
    const text = greet(3) orelse return;
    defer free(text);
    std.debug.print("{s}\n", .{text});
}
