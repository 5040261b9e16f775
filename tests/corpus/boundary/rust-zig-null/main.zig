const std = @import("std");
export fn zig_arena_new(size: usize) ?[*]u8 {
    const bytes = std.heap.page_allocator.alloc(u8, size) catch return null;
    return bytes.ptr;
}
