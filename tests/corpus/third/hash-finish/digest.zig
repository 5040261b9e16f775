const std = @import("std");

const Hasher = opaque {};
extern fn hasher_new(seed: u64) ?*Hasher;
extern fn hasher_update(hasher: ?*Hasher, data: [*]const u8, len: usize) void;
extern fn hasher_finish(hasher: ?*Hasher) u64;
extern fn hasher_free(hasher: ?*Hasher) void;

/// Digest of all lines but comments.
pub fn lines(text: []const u8) error{Empty}!u64 {
    const hasher = hasher_new(text.len);
    defer hasher_free(hasher);
    var any = false;
    var it = std.mem.tokenizeScalar(u8, text, '\n');
    while (it.next()) |line| {
        if (line[0] == '#') continue;
        hasher_update(hasher, line.ptr, line.len);
        any = true;
    }
    if (!any) return error.Empty;
    return hasher_finish(hasher);
}
