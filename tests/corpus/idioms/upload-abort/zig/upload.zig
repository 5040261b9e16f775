const std = @import("std");
const Upload = opaque {};
extern fn upload_begin(max: usize) ?*Upload;
extern fn upload_part(u: *Upload, data: [*]const u8, len: usize) bool;
extern fn upload_finish(u: *Upload) i64;
extern fn upload_abort(u: ?*Upload) void;
pub fn send(parts: []const []const u8) !u64 {
    const u = upload_begin(parts.len) orelse return error.NoMemory;
    errdefer upload_abort(u);
    for (parts) |p| if (!upload_part(u, p.ptr, p.len)) return error.Refused;
    const n = upload_finish(u);
    if (n < 0) return error.Broken;
    return @intCast(n);
}
