const std = @import("std");

const Port = opaque {};

extern fn port_open(path: [*:0]const u8) ?*Port;
extern fn port_send(port: ?*Port, data: [*]const u8, len: usize) i64;
extern fn port_close(port: ?*Port) void;

const Device = struct {
    port: *Port,

    fn open(prefix: []const u8, number: u8) !Device {
        var buf: [64]u8 = undefined;
        const path = try std.fmt.bufPrint(&buf, "/dev/{s}{d}", .{ prefix, number });
        const port = port_open(@ptrCast(path.ptr)) orelse return error.NoDevice;
        return .{ .port = port };
    }

    fn send(d: Device, bytes: []const u8) !void {
        const n = port_send(d.port, bytes.ptr, bytes.len);
        if (n != bytes.len) return error.ShortWrite;
    }

    fn close(d: Device) void {
        port_close(d.port);
    }
};

pub fn main() !void {
    const dev: Device = try .open("ttyUSB", 0);
    defer dev.close();
    try dev.send("AT\r\n");
}
