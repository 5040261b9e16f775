const std = @import("std");

const Renderer = struct {
    width: u32,
    height: u32,
    pixels: []u32,
};

/// The context that is current on this thread; a renderer works only on the thread that created it.
threadlocal var current: ?*Renderer = null;

export fn renderer_create(width: u32, height: u32) ?*Renderer {
    const a = std.heap.smp_allocator;
    const r = a.create(Renderer) catch return null;
    const pixels = a.alloc(u32, @as(usize, width) * height) catch {
        a.destroy(r);
        return null;
    };
    @memset(pixels, 0);
    r.* = .{ .width = width, .height = height, .pixels = pixels };
    current = r;
    return r;
}

export fn renderer_clear(r: ?*Renderer, rgb: u32) void {
    std.debug.assert(current == r);
    @memset(current.?.pixels, rgb);
}

export fn renderer_glyph(r: ?*Renderer, x: i32, y: i32, glyph: u32) bool {
    std.debug.assert(current == r);
    const c = current orelse return false;
    if (x < 0 or y < 0 or x >= c.width or y >= c.height) return false;
    const i = @as(usize, @intCast(y)) * c.width + @as(usize, @intCast(x));
    c.pixels[i] = glyph;
    return true;
}

export fn renderer_destroy(r: ?*Renderer) void {
    const p = r orelse return;
    if (current == p) current = null;
    std.heap.smp_allocator.free(p.pixels);
    std.heap.smp_allocator.destroy(p);
}
