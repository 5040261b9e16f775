const std = @import("std");
const Hello = extern struct { version: u32, name: [16]u8 };
export fn peer_hello(name: [*]const u8, len: usize, out: *Hello) void {
    const n = @min(len, 16);
    out.* = .{ .version = 2, .name = @splat(0) };
    @memcpy(out.name[0..n], name[0..n]);
}
