const std = @import("std");
extern fn text_length(t: [*:0]const u8) usize;
fn show(name: []const u8) void {
    std.debug.print("{d}\n", .{text_length(@ptrCast(name.ptr))});
}
pub fn main() void {
    var buf: [8]u8 = undefined;
    @memset(&buf, 'a');
    show(&buf);
}
