const std = @import("std");
extern fn sum_later(data: [*]const u8, len: usize) void;
extern fn sum_total() u64;
fn start() void {
    var buf = [_]u8{ 1, 2, 3, 4 };
    sum_later(&buf, buf.len);
}
pub fn main() void {
    start();
    std.debug.print("{d}\n", .{sum_total()});
}
