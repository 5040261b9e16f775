const std = @import("std");
const State = enum(u32) { start, running, done };
extern fn next_state(seed: u32) u32;

fn step(seed: u32) State {
    return @enumFromInt(next_state(seed));
}

pub fn main() void {
    std.debug.print("{t}\n", .{step(4)});
}
