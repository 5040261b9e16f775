const std = @import("std");

const Notify = *const fn (u32, ?*anyopaque) callconv(.c) void;

fn run(notify: Notify, user: ?*anyopaque) void {
    var kind: u32 = 0;
    while (kind < 5) : (kind += 1) notify(kind, user);
}

export fn poller_start(notify: Notify, user: ?*anyopaque) bool {
    const thread = std.Thread.spawn(.{}, run, .{ notify, user }) catch return false;
    thread.detach();
    return true;
}
