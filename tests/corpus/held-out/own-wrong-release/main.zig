const std = @import("std");
extern fn reader_open() ?*anyopaque;
extern fn reader_close(r: ?*anyopaque) void;
extern fn writer_open() ?*anyopaque;
extern fn writer_close(w: ?*anyopaque) void;
extern fn stream_size(r: ?*const anyopaque, w: ?*const anyopaque) usize;

pub fn main() void {
    const r = reader_open();
    defer reader_close(r);
    const w = writer_open();
    defer reader_close(w);
    std.debug.print("{d}\n", .{stream_size(r, w)});
    _ = &writer_close;
}
