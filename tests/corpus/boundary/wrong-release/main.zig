const std = @import("std");
extern fn reader_new() ?*anyopaque;
extern fn writer_new() ?*anyopaque;
extern fn reader_free(r: ?*anyopaque) void;
extern fn writer_free(w: ?*anyopaque) void;
extern fn reader_tell(r: ?*const anyopaque) u64;
extern fn writer_tell(w: ?*const anyopaque) u64;
pub fn main() void {
    const r = reader_new();
    defer reader_free(r);
    const w = writer_new();
    std.debug.print("{d} {d}\n", .{ reader_tell(r), writer_tell(w) });
    reader_free(w);
}
