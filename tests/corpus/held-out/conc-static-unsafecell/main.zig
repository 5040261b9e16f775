const std = @import("std");
extern fn next_id() u64;

fn worker() void {
    for (0..100) |_| _ = next_id();
}

pub fn main() !void {
    const t = try std.Thread.spawn(.{}, worker, .{});
    worker();
    t.join();
    std.debug.print("{d}\n", .{next_id()});
}
