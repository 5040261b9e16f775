const std = @import("std");
extern fn session_open(id: u64) u64;
extern fn session_len(session: u64) usize;
fn work(session: u64) void {
    std.debug.print("{d}\n", .{session_len(session)});
}
pub fn main() !void {
    const session = session_open(7);
    const t = try std.Thread.spawn(.{}, work, .{session});
    t.join();
}
