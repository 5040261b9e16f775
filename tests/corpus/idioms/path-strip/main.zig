const std = @import("std");
extern fn path_join(p: [*:0]const u8) ?[*:0]u8;
extern fn path_parent(p: [*:0]u8) bool;
extern fn path_free(p: ?[*:0]u8) void;
pub fn main() void {
    const p = path_join("/srv") orelse return;
    defer path_free(p);
    if (path_parent(p)) std.debug.print("{s}\n", .{p});
}
