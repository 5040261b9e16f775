const std = @import("std");
const gpa = std.heap.c_allocator;
export fn shard_keys(n: u32, out_len: *usize) ?[*]u64 {
    const keys = gpa.alloc(u64, n) catch return null;
    for (keys, 0..) |*k, i| k.* = std.hash.int(@as(u64, i));
    out_len.* = keys.len;
    return keys.ptr;
}
export fn shard_keys_free(keys: ?[*]u64, len: usize) void {
    if (keys) |k| gpa.free(k[0..len]);
}
