const std = @import("std");
const Session = @import("session.zig").Session;

fn work(session: *const Session, base: u64) void {
    defer session.release();
    for (0..100) |i| _ = session.note(base + i);
}

pub fn main() !void {
    const session = Session.open(7);
    defer session.release();

    var threads: [4]std.Thread = undefined;
    var started: usize = 0;
    defer for (threads[0..started]) |t| t.join();
    while (started < threads.len) : (started += 1) {
        const mine = session.retain();
        errdefer mine.release();
        threads[started] = try std.Thread.spawn(.{}, work, .{ mine, started * 1000 });
    }

    const again = Session.open(7);
    defer again.release();
    std.debug.print("same session {}, sum so far {d}\n", .{ again == session, session.sum() });
}
