const std = @import("std");

extern fn jobs_start(visit: *const fn (u32, ?*anyopaque) callconv(.c) void, user: ?*anyopaque) void;

const Shared = struct {
    done: std.atomic.Value(u32) = .init(0),
    sum: std.atomic.Value(u64) = .init(0),
};

fn add(part: u32, user: ?*anyopaque) callconv(.c) void {
    const shared: *Shared = @ptrCast(@alignCast(user.?));
    var square: u64 = part;
    square *= part;
    _ = shared.sum.fetchAdd(square, .monotonic);
    _ = shared.done.fetchAdd(1, .release);
}

pub fn main() void {
    var shared: Shared = .{};
    jobs_start(add, &shared);
    while (shared.done.load(.acquire) < 4) std.atomic.spinLoopHint();
    std.debug.print("{d}\n", .{shared.sum.load(.monotonic)});
}
