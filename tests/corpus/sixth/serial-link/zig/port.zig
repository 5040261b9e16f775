const std = @import("std");

const Raw = opaque {};
extern fn open_port(path: [*]const u8, len: usize) ?*Raw;
extern fn close_port(port: ?*Raw) void;
extern fn read(port: ?*Raw, out: [*]u8, cap: usize) isize;

pub const Port = struct {
    raw: *Raw,
    buf: [256]u8 = undefined,

    pub fn open(path: []const u8) error{NoPort}!Port {
        return .{ .raw = open_port(path.ptr, path.len) orelse return error.NoPort };
    }

    pub fn close(self: *Port) void {
        close_port(self.raw);
        self.* = undefined;
    }

    /// The next frame, good until the next call; null at the end.
    pub fn next(self: *Port) error{Line}!?[]const u8 {
        const n = read(self.raw, &self.buf, self.buf.len);
        if (n < 0) return error.Line;
        if (n == 0) return null;
        return self.buf[0..@intCast(n)];
    }
};
