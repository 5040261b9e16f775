const std = @import("std");
const Pool = opaque {};
extern fn pool_start() ?*Pool;
extern fn pool_add(p: ?*const Pool, data: [*]const u8, len: usize) bool;
extern fn pool_stop(p: ?*Pool) u64;
fn feed(p: ?*const Pool) !void {
    var buf: [32]u8 = undefined;
    for (0..4) |n| {
        const t = try std.fmt.bufPrint(&buf, "{d}", .{n});
        if (!pool_add(p, t.ptr, t.len)) return error.Stopped;
    }
}
pub fn main() !void {
    const p = pool_start();
    defer _ = pool_stop(p);
    try feed(p);
}
