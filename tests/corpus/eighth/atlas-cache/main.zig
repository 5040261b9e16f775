const std = @import("std");

const Atlas = opaque {};
extern fn atlas_new(scale: u32) ?*Atlas;
extern fn atlas_free(atlas: ?*Atlas) void;
extern fn atlas_height(atlas: ?*const Atlas, x: u16, y: u16) u32;

fn walk(atlas: *const Atlas, row: u16, highest: *u32) void {
    for (0..300) |x| {
        highest.* = @max(highest.*, atlas_height(atlas, @intCast(x), row % 2));
    }
}

pub fn main() void {
    const atlas = atlas_new(13) orelse return;
    defer atlas_free(atlas);

    var highest: [3]u32 = @splat(0);
    var threads: [3]?std.Thread = @splat(null);
    for (&threads, &highest, 0..) |*t, *h, row| {
        t.* = std.Thread.spawn(.{}, walk, .{ atlas, @as(u16, @intCast(row)), h }) catch null;
    }
    for (threads) |t| if (t) |thread| thread.join();
    std.debug.print("{any}\n", .{highest});
}
