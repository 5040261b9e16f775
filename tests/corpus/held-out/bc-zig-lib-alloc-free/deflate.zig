const std = @import("std");
const gpa = std.heap.c_allocator;
const RawBuf = extern struct { ptr: ?[*]u8, len: usize };

export fn deflate(src: [*]const u8, len: usize) RawBuf {
    const out = gpa.alloc(u8, len / 2 + 1) catch return .{ .ptr = null, .len = 0 };
    for (out, 0..) |*b, i| b.* = src[@min(i * 2, len -| 1)];
    return .{ .ptr = out.ptr, .len = out.len };
}

export fn buf_free(buf: RawBuf) void {
    if (buf.ptr) |p| gpa.free(p[0..buf.len]);
}

export fn scratch_new(n: usize) ?[*]u8 {
    const s = gpa.alloc(u8, n) catch return null;
    return s.ptr;
}

export fn scratch_free(p: [*]u8, n: usize) void {
    gpa.free(p[0..n]);
}
