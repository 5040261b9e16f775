const std = @import("std");
export fn host_name() ?[*:0]u8 {
    const s = std.heap.c_allocator.dupeZ(u8, "node-1") catch return null;
    return s.ptr;
}
export fn host_name_free(name: ?[*:0]u8) void {
    if (name) |n| std.heap.c_allocator.free(std.mem.span(n));
}
