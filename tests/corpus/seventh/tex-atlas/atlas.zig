const std = @import("std");

const Raw = opaque {};

extern fn tex_checker(width: u32, height: u32, step: u32) ?*Raw;
extern fn tex_area(t: ?*const Raw) u32;
extern fn tex_pixel(t: ?*const Raw, x: u32, y: u32) u32;
extern fn tex_free(t: ?*Raw) void;

pub const Texture = struct {
    raw: *Raw,

    pub fn checker(side: u32, step: u32) !Texture {
        return .{ .raw = tex_checker(side, side, step) orelse return error.BadTexture };
    }

    pub fn area(t: Texture) u32 {
        return tex_area(t.raw);
    }

    pub fn corner(t: Texture) u32 {
        return tex_pixel(t.raw, 0, 0);
    }

    pub fn deinit(t: Texture) void {
        tex_free(t.raw);
    }
};

pub const Atlas = struct {
    gpa: std.mem.Allocator,
    textures: std.ArrayList(Texture) = .empty,

    /// The atlas owns what it holds.
    pub fn deinit(a: *Atlas) void {
        for (a.textures.items) |t| t.deinit();
        a.textures.deinit(a.gpa);
    }

    pub fn add(a: *Atlas, t: Texture) !void {
        try a.textures.append(a.gpa, t);
    }

    pub fn area(a: *const Atlas) u64 {
        var sum: u64 = 0;
        for (a.textures.items) |t| sum += t.area();
        return sum;
    }
};
