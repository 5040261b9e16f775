const std = @import("std");

extern fn image_pixels(data: [*]const u8, len: usize) u64;

comptime {
    _ = @import("qoi.zig");
}

pub fn main() void {
    const head = "qoif\x00\x00\x00\x10\x00\x00\x00\x08\x04\x00....";
    std.debug.print("{d}\n", .{image_pixels(head, head.len)});
}
