const std = @import("std");

const Thumb = extern struct {
    pixels: ?[*]u8,
    len: usize,
    width: u32,
};

extern fn thumb_make(image: [*]const u8, width: u32, height: u32) Thumb;
extern fn thumb_free(thumb: Thumb) void;

pub const Tile = struct {
    pixels: []u8,
    width: u32,

    pub fn init(gpa: std.mem.Allocator, image: []const u8, width: u32) !Tile {
        const height: u32 = @intCast(image.len / width);
        const thumb = thumb_make(image.ptr, width, height);
        const pixels = thumb.pixels orelse return error.Empty;
        defer thumb_free(thumb);
        return .{ .pixels = try gpa.dupe(u8, pixels[0..thumb.len]), .width = thumb.width };
    }

    pub fn deinit(tile: *Tile, gpa: std.mem.Allocator) void {
        gpa.free(tile.pixels);
        tile.* = undefined;
    }
};
