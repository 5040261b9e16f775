const std = @import("std");

const Canvas = struct {
    width: u32,
    height: u32,
    pixels: []u32,
};

/// As with GL, a canvas is current on the thread that made it, and on no other.
threadlocal var current: ?*Canvas = null;

const gpa = std.heap.c_allocator;

export fn canvas_create(width: u32, height: u32) ?*Canvas {
    const canvas = gpa.create(Canvas) catch return null;
    const pixels = gpa.alloc(u32, @as(usize, width) * height) catch {
        gpa.destroy(canvas);
        return null;
    };
    @memset(pixels, 0);
    canvas.* = .{ .width = width, .height = height, .pixels = pixels };
    current = canvas;
    return canvas;
}

export fn canvas_clear(canvas: *Canvas, color: u32) bool {
    if (current != canvas) return false;
    @memset(canvas.pixels, color);
    return true;
}

export fn canvas_read(canvas: *Canvas, out: [*]u32, len: usize) usize {
    const n = @min(len, canvas.pixels.len);
    @memcpy(out[0..n], canvas.pixels[0..n]);
    return n;
}

export fn canvas_destroy(canvas: *Canvas) void {
    if (current == canvas) current = null;
    gpa.free(canvas.pixels);
    gpa.destroy(canvas);
}
