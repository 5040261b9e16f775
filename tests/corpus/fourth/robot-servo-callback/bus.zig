const std = @import("std");

const FrameFn = *const fn (user: ?*anyopaque, data: [*]const u8, len: usize) callconv(.c) bool;

const Ring = struct {
    bytes: [256]u8 = @splat(0),
    head: usize = 0,
    tail: usize = 0,

    fn next(self: *Ring) ?[]const u8 {
        if (self.head == self.tail) return null;
        const rest = self.bytes[self.head..self.tail];
        // Frames are separated by a zero byte on the wire.
        const end = std.mem.indexOfScalar(u8, rest, 0) orelse rest.len;
        self.head = @min(self.head + end + 1, self.tail);
        return rest[0..end];
    }
};

threadlocal var rings: [4]Ring = @splat(.{});

export fn servo_bus_poll(port: u32, f: ?FrameFn, user: ?*anyopaque) bool {
    if (port >= rings.len) return false;
    const deliver = f orelse return false;
    const ring = &rings[port];
    while (ring.next()) |frame| {
        if (!deliver(user, frame.ptr, frame.len)) break;
    }
    return true;
}

export fn servo_bus_inject(port: u32, byte: u8) bool {
    if (port >= rings.len) return false;
    const ring = &rings[port];
    if (ring.tail == ring.bytes.len) return false;
    ring.bytes[ring.tail] = byte;
    ring.tail += 1;
    return true;
}
