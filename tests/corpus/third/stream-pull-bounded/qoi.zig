const std = @import("std");

const Io = extern struct {
    user: ?*anyopaque,
    read: *const fn (user: ?*anyopaque, into: [*]u8, len: usize) callconv(.c) usize,

    fn fill(io: *const Io, buf: []u8) bool {
        return io.read(io.user, buf.ptr, buf.len) == buf.len;
    }
};

/// Reads the fourteen byte header.
export fn qoi_size(io: *const Io, width: *u32, height: *u32) bool {
    var head: [14]u8 = undefined;
    if (!io.fill(&head)) return false;
    if (!std.mem.eql(u8, head[0..4], "qoif")) return false;
    width.* = std.mem.readInt(u32, head[4..8], .big);
    height.* = std.mem.readInt(u32, head[8..12], .big);
    return head[12] == 3 or head[12] == 4;
}
