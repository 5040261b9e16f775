const std = @import("std");
const nav = @import("planner.zig");
const Planner = nav.Planner;

fn patrol(p: *Planner, side: f64) void {
    const square = [_]nav.Waypoint{
        .{ .x = 0, .y = 0 },
        .{ .x = side, .y = 0 },
        .{ .x = side, .y = side },
        .{ .x = 0, .y = side },
    };
    _ = Planner.planner_set_route(p, &square, square.len);
}

pub fn main() !void {
    const p = Planner.planner_create(1.5) orelse return error.OutOfMemory;
    defer Planner.planner_destroy(p);
    patrol(p, 10);
    std.debug.print("eta {d:.1}s\n", .{Planner.planner_eta(p, 3, 4)});
}
