const std = @import("std");
const Cloud = opaque {};
extern fn cloud_new() ?*Cloud;
extern fn cloud_free(c: ?*Cloud) void;
extern fn cloud_add(c: ?*Cloud, tag: [*:0]const u8) bool;
extern fn cloud_top(c: ?*const Cloud) ?[*:0]u8;
pub fn main() void {
    const c = cloud_new() orelse return;
    defer cloud_free(c);
    for ([_][:0]const u8{ "a", "b", "a" }) |t| _ = cloud_add(c, t);
    if (cloud_top(c)) |t| {
        std.debug.print("{s}\n", .{t});
    }
}
