const std = @import("std");

const gpa = std.heap.c_allocator;

const Release = fn (user: ?*anyopaque, pixels: [*]u8, len: usize) callconv(.c) void;
extern fn encoder_push(pixels: [*]u8, len: usize, stamp: u64, release: *const Release, user: ?*anyopaque) bool;
pub extern fn encoder_drain(sum: ?*u32) u64;

fn release(_: ?*anyopaque, pixels: [*]u8, len: usize) callconv(.c) void {
    gpa.free(pixels[0..len]);
}

pub fn shoot(stamp: u64) !void {
    const pixels = try gpa.alloc(u8, 64 * 48);
    for (pixels, 0..) |*p, n| p.* = @truncate(n +% stamp);
    if (!encoder_push(pixels.ptr, pixels.len, stamp, &release, null)) {
        gpa.free(pixels);
        return error.Refused;
    }
}
