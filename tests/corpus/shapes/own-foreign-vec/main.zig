const std = @import("std");
export fn scan(len: *usize) ?[*]u8 {
    const b = std.heap.page_allocator.alloc(u8, 64) catch return null;
    len.* = b.len;
    return b.ptr;
}
export fn scan_free(p: [*]u8, len: usize) void {
    std.heap.page_allocator.free(p[0..len]);
}
