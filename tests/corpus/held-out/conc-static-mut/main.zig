const std = @import("std");
extern fn slot_bump(i: u32) u32;

fn work() void {
    for (0..1000) |_| _ = slot_bump(1);
}

pub fn main() !void {
    const a = try std.Thread.spawn(.{}, work, .{});
    const b = try std.Thread.spawn(.{}, work, .{});
    a.join();
    b.join();
    std.debug.print("{d}\n", .{slot_bump(1)});
}
