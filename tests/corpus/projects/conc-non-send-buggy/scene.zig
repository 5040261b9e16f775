const std = @import("std");
const Scene = opaque {};
extern fn scene_new() ?*Scene;
extern fn scene_users(s: *const Scene) usize;
extern fn scene_free(s: ?*Scene) void;
fn work(s: *Scene) void { _ = scene_users(s); }
pub fn run() !void {
    const s = scene_new() orelse return error.OutOfMemory;
    defer scene_free(s);
    const t = try std.Thread.spawn(.{}, work, .{s});
    t.join();
}
