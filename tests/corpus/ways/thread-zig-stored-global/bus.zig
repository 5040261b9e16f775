const std = @import("std");

const Handler = *const fn (i32, ?*anyopaque) callconv(.c) void;

const Subscriber = struct { handler: Handler, user: ?*anyopaque };

var subscriber: ?Subscriber = null;

export fn bus_subscribe(handler: Handler, user: ?*anyopaque) void {
    subscriber = .{ .handler = handler, .user = user };
}

fn pump() void {
    const s = subscriber orelse return;
    for (0..4) |n| s.handler(@intCast(n), s.user);
}

export fn bus_run() bool {
    const thread = std.Thread.spawn(.{}, pump, .{}) catch return false;
    thread.detach();
    return true;
}
