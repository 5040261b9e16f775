const std = @import("std");

const FrameHeader = packed struct(u32) {
    id: u11,
    rtr: bool = false,
    ext: bool = false,
    reserved: u3 = 0,
    dlc: u4,
    pad: u12 = 0,
};

const Frame = extern struct {
    head: FrameHeader,
    stamp_us: u32,
    data: [8]u8,

    fn init(id: u11, stamp: u32, bytes: []const u8) Frame {
        var f: Frame = .{
            .head = .{ .id = id, .dlc = @intCast(@min(bytes.len, 8)) },
            .stamp_us = stamp,
            .data = @splat(0),
        };
        const n = @min(bytes.len, 8);
        @memcpy(f.data[0..n], bytes[0..n]);
        return f;
    }
};

extern fn rover_route(f: ?*const Frame) i8;
extern fn rover_checksum(f: ?*const Frame) u8;

comptime {
    std.debug.assert(@sizeOf(FrameHeader) == 4);
    std.debug.assert(@sizeOf(Frame) == 16);
}

pub fn main() void {
    const frames = [_]Frame{
        .init(0x123, 10, "abc"),
        .init(0x401, 25, &.{ 1, 2, 3, 4, 5, 6, 7, 8 }),
    };
    for (&frames) |*f| {
        std.debug.print("{x} -> port {d}, sum {x}\n", .{ f.head.id, rover_route(f), rover_checksum(f) });
    }
}
