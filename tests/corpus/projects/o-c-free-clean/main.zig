const std = @import("std");
extern fn greet(n: u32) ?[*:0]u8;
extern fn greet_free(s: ?[*:0]u8) void;
pub fn main() void {
    const text = greet(3) orelse return;
    defer greet_free(text);
    std.debug.print("{s}\n", .{text});
}
