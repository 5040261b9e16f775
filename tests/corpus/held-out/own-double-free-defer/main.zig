const std = @import("std");
const Conn = opaque {};
extern fn conn_open(id: u32) ?*Conn;
extern fn conn_close(c: ?*Conn) u32;

fn session(id: u32) void {
    const c = conn_open(id);
    defer _ = conn_close(c);
    std.debug.print("open\n", .{});
    _ = conn_close(c);
}

pub fn main() void {
    session(1);
}
