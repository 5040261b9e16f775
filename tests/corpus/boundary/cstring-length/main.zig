const std = @import("std");
extern fn path_get() ?[*:0]u8;
extern fn path_free(p: ?[*:0]u8) void;
pub fn main() void {
    const p = path_get() orelse return;
    p[1] = 0;
    std.debug.print("{s}\n", .{p});
    path_free(p);
}
