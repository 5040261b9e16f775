const std = @import("std");

const Pool = struct { size: u32 };

var left: u32 = 0;

/// Puts a pool into `out`; 0 when that went well.
export fn pool_create(size: u32, out: ?*?*anyopaque) c_int {
    const place = out orelse return -1;
    if (size > 4096) return -2;
    const pool = std.heap.c_allocator.create(Pool) catch return -3;
    left += 1;
    pool.* = .{ .size = size };
    place.* = pool;
    return if (size == 0) 1 else 0;
}

export fn pool_destroy(pool: ?*anyopaque) void {
    const known: *Pool = @ptrCast(@alignCast(pool orelse return));
    left -= 1;
    std.heap.c_allocator.destroy(known);
}

export fn pool_size(pool: ?*const anyopaque) u32 {
    const known: *const Pool = @ptrCast(@alignCast(pool orelse return 0));
    return known.size;
}

/// How many were not ended.
export fn pools_left() u32 {
    return left;
}
