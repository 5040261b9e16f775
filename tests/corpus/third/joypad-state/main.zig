const std = @import("std");

const Move = extern struct { x: f32, y: f32, jump: bool };
extern fn player_move() Move;

comptime {
    _ = @import("input.zig");
}

pub fn main() void {
    const move = player_move();
    std.debug.print("{d} {d} {}\n", .{ move.x, move.y, move.jump });
}
