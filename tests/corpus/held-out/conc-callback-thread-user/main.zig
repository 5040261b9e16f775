const std = @import("std");
extern fn poll_every(n: u32, tick: *const fn (?*anyopaque) callconv(.c) void, user: ?*anyopaque) void;

const State = struct { count: u32 };
var state: State = .{ .count = 0 };

fn tick(user: ?*anyopaque) callconv(.c) void {
    const s: *State = @ptrCast(@alignCast(user.?));
    s.count += 1;
}

pub fn main() void {
    poll_every(3, tick, &state);
    while (state.count < 3) {}
    std.debug.print("{d}\n", .{state.count});
}
