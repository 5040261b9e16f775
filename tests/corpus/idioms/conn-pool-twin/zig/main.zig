const std = @import("std");
const Conn = opaque {};
extern fn conn_open(id: u32) ?*Conn;
extern fn conn_send(c: ?*Conn, v: u32) bool;
extern fn conn_close(c: ?*Conn) void;
fn send(values: []const u32) !void {
    const c = conn_open(1) orelse return error.NoConnection;
    defer conn_close(c);
    for (values) |v| {
        if (!conn_send(c, v)) {
            return error.Closed;
        }
    }
}
pub fn main() void {
    send(&.{ 1, 2, 3, 4 }) catch |e| std.debug.print("{s}\n", .{@errorName(e)});
}
