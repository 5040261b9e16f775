const std = @import("std");

const gpa = std.heap.page_allocator;

const Font = struct {
    weights: []u16,
};

const Face = struct {
    size: u16,
    heaviest: u16,
    scratch: [128]u8,
};

export fn ft_font_open(weights: u32) ?*Font {
    const f = gpa.create(Font) catch return null;
    const ws = gpa.alloc(u16, @min(weights, 16)) catch {
        gpa.destroy(f);
        return null;
    };
    for (ws, 1..) |*w, i| w.* = @intCast(i * 100);
    f.* = .{ .weights = ws };
    return f;
}

export fn ft_font_close(font: ?*Font) void {
    const f = font orelse return;
    gpa.free(f.weights);
    gpa.destroy(f);
}

export fn ft_face_new(font: ?*const Font, size: u16) ?*Face {
    const f = font orelse return null;
    const face = gpa.create(Face) catch return null;
    var heaviest: u16 = 0;
    for (f.weights) |w| heaviest = @max(heaviest, w);
    face.* = .{ .size = size, .heaviest = heaviest, .scratch = @splat(0) };
    return face;
}

export fn ft_face_line_height(face: ?*const Face) u16 {
    const f = face orelse return 0;
    return f.size +| f.size / 4 +| f.heaviest / 400;
}

export fn ft_face_destroy(face: ?*Face) void {
    const f = face orelse return;
    gpa.destroy(f);
}
