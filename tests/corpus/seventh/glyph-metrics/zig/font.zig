const std = @import("std");

const gpa = std.heap.page_allocator;

pub const Glyph = extern struct {
    code: u32,
    advance: u16,
    ascent: i16,
    bounds: [4]i16,
};

pub const Font = struct {
    size: u16,
    cache: std.ArrayList(Glyph) = .empty,

    fn render(f: *const Font, code: u32) Glyph {
        const wide: u16 = if (code >= 'A' and code <= 'Z') 2 else 1;
        const side: i16 = @intCast(f.size);
        return .{
            .code = code,
            .advance = f.size / 2 + wide,
            .ascent = side,
            .bounds = .{ 0, -side, side, 0 },
        };
    }

    fn lookup(f: *Font, code: u32) !Glyph {
        for (f.cache.items) |g| {
            if (g.code == code) return g;
        }
        const g = f.render(code);
        try f.cache.append(gpa, g);
        return g;
    }
};

export fn font_new(size: u16) ?*Font {
    if (size == 0 or size > 1000) return null;
    const f = gpa.create(Font) catch return null;
    f.* = .{ .size = size };
    return f;
}

export fn font_free(font: ?*Font) void {
    const f = font orelse return;
    f.cache.deinit(gpa);
    gpa.destroy(f);
}

export fn glyph_get(font: ?*Font, code: u32, out: *Glyph) bool {
    const f = font orelse return false;
    out.* = f.lookup(code) catch return false;
    return true;
}
