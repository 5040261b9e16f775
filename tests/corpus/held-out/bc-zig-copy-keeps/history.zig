const std = @import("std");
const gpa = std.heap.c_allocator;
var last: []u8 = &.{};

export fn history_push(text: [*]const u8, len: usize) bool {
    const copy = gpa.dupe(u8, text[0..len]) catch return false;
    gpa.free(last);
    last = copy;
    return true;
}

export fn history_last(out: [*]u8, cap: usize) usize {
    const n = @min(cap, last.len);
    @memcpy(out[0..n], last[0..n]);
    return n;
}

export fn history_clear() void {
    gpa.free(last);
    last = &.{};
}
