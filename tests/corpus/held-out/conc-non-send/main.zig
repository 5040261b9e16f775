const std = @import("std");
const Scene = opaque {};
extern fn scene_new() ?*Scene;
extern fn scene_add(s: ?*Scene, id: u32) usize;
extern fn scene_free(s: ?*Scene) void;

fn fill(s: ?*Scene) void {
    for (0..10) |i| _ = scene_add(s, @intCast(i));
}

pub fn main() !void {
    const s = scene_new();
    defer scene_free(s);
    const t = try std.Thread.spawn(.{}, fill, .{s});
    _ = scene_add(s, 3);
    t.join();
}
