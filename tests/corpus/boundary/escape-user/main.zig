const std = @import("std");
extern fn remember(data: [*]const u8, len: usize) void;
extern fn recall() u8;
fn begin() void {
    var buf = [_]u8{ 5, 6 };
    remember(&buf, buf.len);
}
pub fn main() void {
    begin();
    std.debug.print("{d}\n", .{recall()});
}
