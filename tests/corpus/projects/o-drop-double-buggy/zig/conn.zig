const std = @import("std");
const Conn = struct { port: u16, sent: usize };
export fn conn_open(port: u16) ?*Conn { const c = std.heap.c_allocator.create(Conn) catch return null; c.* = .{ .port = port, .sent = 0 }; return c; }
export fn conn_send(c: *Conn, b: u8) bool { c.sent += 1; return b != 0; }
export fn conn_close(c: *Conn) void { std.heap.c_allocator.destroy(c); }
