const std = @import("std");
const atlas = @import("atlas.zig");

fn loadAll(a: *atlas.Atlas, sides: []const u32) !void {
    for (sides) |side| {
        const t: atlas.Texture = try .checker(side, 4);
        defer t.deinit();
        if (t.corner() == 0) return error.BadTexture;
        try a.add(t);
    }
}

pub fn main() !void {
    var a: atlas.Atlas = .{ .gpa = std.heap.page_allocator };
    defer a.deinit();
    try loadAll(&a, &.{ 16, 32, 64 });
    std.debug.print("{d} textures\n", .{a.textures.items.len});
}
