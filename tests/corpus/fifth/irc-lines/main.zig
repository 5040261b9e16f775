const std = @import("std");

const Client = opaque {};
extern fn irc_client_new() ?*Client;
extern fn irc_client_free(c: ?*Client) void;
extern fn irc_client_line(c: ?*Client, line: [*]const u8, len: usize) bool;
extern fn irc_client_topics(c: ?*const Client) usize;

extern "c" fn read(fd: c_int, buf: [*]u8, n: usize) isize;
extern "c" fn write(fd: c_int, buf: [*]const u8, n: usize) isize;

const Session = struct {
    client: *Client,
    fd: c_int,
    buf: [1024]u8 = undefined,
    used: usize = 0,

    fn pump(s: *Session) bool {
        const got = read(s.fd, s.buf[s.used..].ptr, s.buf.len - s.used);
        if (got <= 0) return false;
        s.used += @intCast(got);
        while (std.mem.findScalar(u8, s.buf[0..s.used], '\n')) |nl| {
            const line = s.buf[0 .. nl + 1];
            if (irc_client_line(s.client, line.ptr, line.len)) _ = write(s.fd, "PONG\r\n", 6);
            std.mem.copyForwards(u8, &s.buf, s.buf[nl + 1 .. s.used]);
            s.used -= nl + 1;
        }
        if (s.used == s.buf.len) s.used = 0;
        return true;
    }
};

pub fn main() u8 {
    const c = irc_client_new() orelse return 1;
    defer irc_client_free(c);
    var s: Session = .{ .client = c, .fd = 0 };
    while (s.pump()) {}
    std.debug.print("{d} topics\n", .{irc_client_topics(c)});
    return 0;
}
