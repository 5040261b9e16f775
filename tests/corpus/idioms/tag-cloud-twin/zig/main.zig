const std = @import("std");
const Cloud = opaque {};
extern fn cloud_new() ?*Cloud;
extern fn cloud_free(c: ?*Cloud) void;
extern fn cloud_add(c: ?*Cloud, tag: [*:0]const u8) bool;
extern fn cloud_top(c: ?*const Cloud) ?[*:0]u8;
extern fn cloud_text_free(t: ?[*:0]u8) void;
pub fn main() void {
    const c = cloud_new() orelse return;
    defer cloud_free(c);
    for ([_][:0]const u8{ "a", "b", "a" }) |t| _ = cloud_add(c, t);
    if (cloud_top(c)) |t| {
        defer cloud_text_free(t);
        std.debug.print("{s}\n", .{t});
    }
}
