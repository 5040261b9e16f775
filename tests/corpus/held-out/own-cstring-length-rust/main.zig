const std = @import("std");
extern fn label_new() ?[*:0]u8;
extern fn label_shorten(label: ?[*:0]u8, keep: usize) void;
extern fn label_free(label: ?[*:0]u8) void;

pub fn main() void {
    const l = label_new() orelse return;
    defer label_free(l);
    label_shorten(l, 5);
    std.debug.print("{s}\n", .{l});
}
