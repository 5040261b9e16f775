const std = @import("std");

const Pool = opaque {};
const Particle = extern struct { x: f32, y: f32, dx: f32, dy: f32 };

extern fn pool_new() ?*Pool;
extern fn pool_spawn(pool: ?*Pool, x: f32, y: f32) ?*Particle;
extern fn pool_step(pool: ?*Pool, seconds: f32) void;
extern fn pool_free(pool: ?*Pool) void;

pub fn main() void {
    const pool = pool_new() orelse return;
    defer pool_free(pool);

    const leader = pool_spawn(pool, 0, 0) orelse return;
    leader.dx = 1;
    for (0..400) |i| {
        const p = pool_spawn(pool, @floatFromInt(i), 1) orelse break;
        p.dy = leader.dx;
    }
    pool_step(pool, 0.5);
    std.debug.print("leader at {d:.1}, {d:.1}\n", .{ leader.x, leader.y });
}
