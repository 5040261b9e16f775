const std = @import("std");

pub const FontFuncs = extern struct {
    user: ?*anyopaque = null,
    glyph: ?*const fn (user: ?*anyopaque, codepoint: u32) callconv(.c) u32,
    advance: ?*const fn (user: ?*anyopaque, glyph: u32) callconv(.c) i32 = null,
    kern: ?*const fn (user: ?*anyopaque, left: u32, right: u32) callconv(.c) i32 = null,
};

pub const Glyph = extern struct { id: u32, cluster: u32, x: i32 };

extern fn shape(funcs: ?*const FontFuncs, text: [*]const u8, len: usize, out: [*]Glyph, cap: usize) isize;

pub const Mono = struct {
    width: i32,
    missing: u32 = 0,

    fn glyph(user: ?*anyopaque, codepoint: u32) callconv(.c) u32 {
        const self: *Mono = @ptrCast(@alignCast(user.?));
        if (codepoint < 0x80) return codepoint;
        self.missing += 1;
        return 0;
    }
    fn advance(user: ?*anyopaque, _: u32) callconv(.c) i32 {
        const self: *const Mono = @ptrCast(@alignCast(user.?));
        return self.width;
    }
    pub fn funcs(self: *Mono) FontFuncs {
        return .{ .user = self, .glyph = &glyph, .advance = &advance };
    }
};

pub fn shapeText(funcs: *const FontFuncs, text: []const u8, out: []Glyph) ![]Glyph {
    const n = shape(funcs, text.ptr, text.len, out.ptr, out.len);
    if (n < 0) return error.InvalidUtf8;
    return out[0..@intCast(n)];
}

pub fn main() !void {
    var mono: Mono = .{ .width = 600 };
    const funcs = mono.funcs();
    var out: [32]Glyph = undefined;
    const glyphs = try shapeText(&funcs, "Zig é", &out);
    std.debug.print("{d} glyphs, {d} missing\n", .{ glyphs.len, mono.missing });
}
