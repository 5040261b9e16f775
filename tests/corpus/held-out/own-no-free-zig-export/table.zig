const std = @import("std");
const gpa = std.heap.c_allocator;

export fn table_new(n: usize) ?[*]u32 {
    const items = gpa.alloc(u32, n) catch return null;
    for (items, 0..) |*item, i| item.* = @truncate(i);
    return items.ptr;
}

export fn table_get(t: [*]const u32, i: usize) u32 {
    return t[i];
}
