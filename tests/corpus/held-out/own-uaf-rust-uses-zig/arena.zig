const std = @import("std");
const Arena = struct { used: usize };

export fn arena_new() ?*Arena {
    const a = std.heap.c_allocator.create(Arena) catch return null;
    a.* = .{ .used = 0 };
    return a;
}
export fn arena_used(a: *const Arena) usize {
    return a.used;
}
export fn arena_deinit(a: *Arena) void {
    std.heap.c_allocator.destroy(a);
}
