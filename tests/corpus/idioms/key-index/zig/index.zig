const std = @import("std");
const gpa = std.heap.c_allocator;
var index: std.StringHashMapUnmanaged(u32) = .empty;
export fn index_put(key: [*]const u8, len: usize, value: u32) bool {
    index.put(gpa, key[0..len], value) catch return false;
    return true;
}
export fn index_get(key: [*]const u8, len: usize, out: *u32) bool {
    out.* = index.get(key[0..len]) orelse return false;
    return true;
}
