const std = @import("std");
const Texture = @import("texture.zig").Texture;

fn worker(texture: Texture, out: *u32) void {
    defer texture.deinit();
    out.* = texture.mean();
}

pub fn main() !void {
    const texture = Texture.init(&.{ 1, 2, 3, 4 }, 2) orelse return;
    defer texture.deinit();
    var mean: u32 = 0;
    const shared = texture.share();
    const thread = std.Thread.spawn(.{}, worker, .{ shared, &mean }) catch |err| {
        shared.deinit();
        return err;
    };
    thread.join();
    std.debug.print("{d} {d}\n", .{ mean, texture.mean() });
}
