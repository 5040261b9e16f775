const std = @import("std");
const Pool = struct { n: u32 };
export fn pool_new() ?*Pool {
    const p = std.heap.smp_allocator.create(Pool) catch return null;
    p.* = .{ .n = 0 };
    return p;
}
export fn pool_use(p: *Pool) u32 { return p.n; }
export fn pool_free(p: *Pool) void { std.heap.smp_allocator.destroy(p); }
