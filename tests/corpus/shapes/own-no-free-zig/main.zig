const std = @import("std");
export fn points_load(n: usize, len: *usize) ?[*]f32 {
    const points = std.heap.c_allocator.alloc(f32, n) catch return null;
    @memset(points, 0);
    len.* = points.len;
    return points.ptr;
}
