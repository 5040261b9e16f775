const std = @import("std");
const gpa = std.heap.c_allocator;
const Glyph = struct { w: u8, h: u8 };
const Font = struct {
    glyphs: []Glyph,
    fn glyph(self: *const Font, c: u8) *const Glyph {
        return &self.glyphs[c - ' '];
    }
};
export fn font_new(n: usize) ?*Font {
    const f = gpa.create(Font) catch return null;
    f.glyphs = gpa.alloc(Glyph, n) catch {
        gpa.destroy(f);
        return null;
    };
    @memset(f.glyphs, .{ .w = 8, .h = 16 });
    return f;
}
export fn font_free(f: ?*Font) void {
    const it = f orelse return;
    gpa.free(it.glyphs);
    gpa.destroy(it);
}
export fn font_width(f: *const Font, text: [*]const u8, len: usize) u32 {
    var w: u32 = 0;
    for (text[0..len]) |c| {
        if (c < ' ' or c - ' ' >= f.glyphs.len) continue;
        w +%= f.glyph(c).w;
    }
    return w;
}
