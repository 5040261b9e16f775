const std = @import("std");
extern fn shout(text: [*:0]const u8) ?[*:0]u8;
extern fn shout_free(text: ?[*:0]u8) void;
pub fn main() void {
    const loud = shout("hello") orelse return;
    defer shout_free(loud);
    std.debug.print("{s}\n", .{loud});
}
