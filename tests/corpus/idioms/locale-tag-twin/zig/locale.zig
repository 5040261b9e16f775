const std = @import("std");
const gpa = std.heap.c_allocator;
export fn locale_tag(lang: [*]const u8, len: usize) ?[*]u8 {
    const out = gpa.alloc(u8, len + 4) catch return null;
    @memcpy(out[0..len], lang[0..len]);
    @memcpy(out[len..][0..3], "_XX");
    out[len + 3] = 0;
    return out.ptr;
}
export fn locale_free(tag: ?[*]u8, len: usize) void {
    if (tag) |t| gpa.free(t[0..len]);
}
