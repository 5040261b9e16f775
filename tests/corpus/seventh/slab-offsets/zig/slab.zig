const std = @import("std");

const gpa = std.heap.page_allocator;

pub const full = std.math.maxInt(usize);

pub const Slab = struct {
    size: usize,
    used: usize = 0,
};

export fn slab_new(size: usize) ?*Slab {
    const s = gpa.create(Slab) catch return null;
    s.* = .{ .size = size };
    return s;
}

export fn slab_free(slab: ?*Slab) void {
    const s = slab orelse return;
    gpa.destroy(s);
}

/// The offset of the new piece, or `full`.
export fn slab_alloc(slab: ?*Slab, size: usize) usize {
    const s = slab orelse return full;
    if (size > s.size - s.used) return full;
    const at = s.used;
    s.used += size;
    return at;
}

export fn slab_left(slab: ?*const Slab) usize {
    const s = slab orelse return 0;
    return s.size - s.used;
}
