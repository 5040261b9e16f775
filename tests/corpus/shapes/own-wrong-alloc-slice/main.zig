const std = @import("std");
const Bytes = extern struct { ptr: ?[*]u8, len: usize };
extern fn blob_make(n: usize) Bytes;
extern fn blob_free(b: Bytes) void;
fn take(gpa: std.mem.Allocator, n: usize) ![]u8 {
    const blob = blob_make(n);
    const p = blob.ptr orelse return error.Empty;
    const bytes = p[0..blob.len];
    defer gpa.free(bytes);
    return gpa.dupe(u8, bytes);
}
