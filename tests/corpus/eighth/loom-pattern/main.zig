const std = @import("std");

const one = 1 << 16;

const Thread = extern struct {
    color: u32,
    /// 16.16
    tension: i32,
    repeat: u16,
    skip: u16,
};

extern fn loom_length(threads: [*]const Thread, len: usize, pitch: f32) f32;

fn warp(color: u32, repeat: u16) Thread {
    return .{ .color = color, .tension = one + one / 4, .repeat = repeat, .skip = 1 };
}

pub fn main() void {
    const threads = [_]Thread{
        warp(0xffcc00, 12),
        warp(0x102030, 4),
        .{ .color = 0xffffff, .tension = one, .repeat = 8, .skip = 0 },
    };
    std.debug.print("{d:.2}\n", .{loom_length(&threads, threads.len, 0.8)});
}
