const std = @import("std");

const Window = extern struct { from_min: u32, to_min: u32, depth_cm: u32 };

const Windows = extern struct {
    first: [*]const Window,
    len: usize,

    fn slice(w: Windows) []const Window {
        return w.first[0..w.len];
    }
};

extern fn tide_all() Windows;
extern fn tide_windows(draught_cm: u32) Windows;

fn clock(min: u32) [2]u32 {
    return .{ min / 60, min % 60 };
}

pub fn main() void {
    std.debug.print("{d} windows today\n", .{tide_all().slice().len});
    for (tide_windows(390).slice()) |w| {
        const from = clock(w.from_min);
        const to = clock(w.to_min);
        std.debug.print("{d:0>2}:{d:0>2} to {d:0>2}:{d:0>2}\n", .{ from[0], from[1], to[0], to[1] });
    }
}
