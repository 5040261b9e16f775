const std = @import("std");
const gpa = std.heap.c_allocator;
var index: std.StringHashMapUnmanaged(u32) = .empty;
export fn index_put(key: [*]const u8, len: usize, value: u32) bool {
    const slot = index.getOrPut(gpa, key[0..len]) catch return false;
    if (!slot.found_existing) {
        slot.key_ptr.* = gpa.dupe(u8, key[0..len]) catch {
            index.removeByPtr(slot.key_ptr);
            return false;
        };
    }
    slot.value_ptr.* = value;
    return true;
}
export fn index_get(key: [*]const u8, len: usize, out: *u32) bool {
    out.* = index.get(key[0..len]) orelse return false;
    return true;
}
