const std = @import("std");
extern fn op_run(n: i32) bool;
extern fn op_last_error() i32;
fn work(n: i32) void {
    if (!op_run(n)) std.debug.print("{d}\n", .{op_last_error()});
}
pub fn main() !void {
    _ = op_run(7);
    const t = try std.Thread.spawn(.{}, work, .{@as(i32, 3)});
    t.join();
}
