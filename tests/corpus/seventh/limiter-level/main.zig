const std = @import("std");

const Limiter = opaque {};
const Level = f64;

extern fn limiter_new() ?*Limiter;
extern fn limiter_set_ceiling(l: ?*Limiter, db: Level) void;
extern fn limiter_run(l: ?*Limiter, buf: [*]f32, n: usize) f32;
extern fn limiter_free(l: ?*Limiter) void;

pub fn main() void {
    const lim = limiter_new();
    defer limiter_free(lim);
    limiter_set_ceiling(lim, -3.0);

    var block = [_]f32{ 0.1, 0.9, -1.2, 0.4 };
    const peak = limiter_run(lim, &block, block.len);
    std.debug.print("peak {d:.2} first {d:.2}\n", .{ peak, block[0] });
}
