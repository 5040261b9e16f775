const std = @import("std");
extern fn make_label(id: u32) ?[*:0]u8;
extern fn free_label(label: ?[*:0]u8) void;
pub fn main() void {
    const label = make_label(4) orelse return;
    std.debug.print("{s}\n", .{label});
    std.c.free(label);
}
