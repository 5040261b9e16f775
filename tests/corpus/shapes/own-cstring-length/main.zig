const std = @import("std");
extern fn path_home() ?[*:0]u8;
extern fn path_free(p: ?[*:0]u8) void;
pub fn main() void {
    const home = path_home() orelse return;
    defer path_free(home);
    const text = std.mem.span(home);
    if (text.len > 1 and text[text.len - 1] == '/') text[text.len - 1] = 0;
    std.debug.print("{s}\n", .{home});
}
