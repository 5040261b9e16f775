const std = @import("std");

const gpa = std.heap.c_allocator;

extern fn encoder_push(pixels: [*]u8, len: usize, stamp: u64) bool;
pub extern fn encoder_drain(sum: ?*u32) u64;

pub fn shoot(stamp: u64) !void {
    const pixels = try gpa.alloc(u8, 64 * 48);
    for (pixels, 0..) |*p, n| p.* = @truncate(n +% stamp);
    if (!encoder_push(pixels.ptr, pixels.len, stamp)) {
        gpa.free(pixels);
        return error.Refused;
    }
}
