const std = @import("std");

extern fn fetch_start(z: u8, x: u32, y: u32, buf: [*]u8, len: usize) bool;
extern fn fetch_pending() u32;
extern fn fetch_bytes() u32;

const max_tile = 512;

fn prefetch(z: u8, x: u32, y: u32) bool {
    var buf: [max_tile]u8 = undefined;
    // The server's cache is warm after this.
    return fetch_start(z, x, y, &buf, buf.len);
}

pub fn main() void {
    var started: u32 = 0;
    for (0..4) |x| {
        for (0..4) |y| {
            if (prefetch(2, @intCast(x), @intCast(y))) started += 1;
        }
    }
    while (fetch_pending() > 0) std.atomic.spinLoopHint();
    std.debug.print("{d} tiles, {d} bytes\n", .{ started, fetch_bytes() });
}
