const std = @import("std");
pub const Sample = extern struct { id: u32, value: f64 };
export fn sample_read(id: u32) ?*Sample {
    const s = std.heap.page_allocator.create(Sample) catch return null;
    s.* = .{ .id = id, .value = 0.5 };
    return s;
}
export fn sample_release(s: ?*Sample) void { if (s) |p| std.heap.page_allocator.destroy(p); }
