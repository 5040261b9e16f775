const std = @import("std");
const Allocator = std.mem.Allocator;

const vhost_backend = @extern(*const fn (host: [*:0]const u8) callconv(.c) u16, .{ .name = "vhost_backend" });

pub const Error = error{ NoHost, Forbidden, BadHost } || Allocator.Error;

/// Value of a header in a raw request as it came from the socket.
fn header(raw: []const u8, name: []const u8) ?[]const u8 {
    var lines = std.mem.splitSequence(u8, raw, "\r\n");
    _ = lines.next();
    while (lines.next()) |line| {
        const colon = std.mem.indexOfScalar(u8, line, ':') orelse continue;
        if (!std.ascii.eqlIgnoreCase(line[0..colon], name)) continue;
        return std.mem.trim(u8, line[colon + 1 ..], " \t");
    }
    return null;
}

pub fn backend(gpa: Allocator, raw: []const u8) Error!u16 {
    const host = header(raw, "Host") orelse return error.NoHost;
    if (std.mem.eql(u8, host, "admin.example")) return error.Forbidden;
    if (std.mem.indexOfScalar(u8, host, 0) != null) return error.BadHost;
    const owned = try gpa.dupeSentinel(u8, host, 0);
    defer gpa.free(owned);
    return vhost_backend(owned.ptr);
}
