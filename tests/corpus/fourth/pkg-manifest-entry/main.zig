const std = @import("std");

const Archive = opaque {};
extern fn pkg_open(data: ?[*]const u8, len: usize) ?*Archive;
extern fn pkg_entry_count(a: ?*const Archive) usize;
extern fn pkg_entry_name(a: ?*const Archive, i: usize) ?[*:0]const u8;
extern fn pkg_entry_size(a: ?*const Archive, i: usize) u64;
extern fn pkg_close(a: ?*Archive) void;

pub fn list(bytes: []const u8) void {
    const a = pkg_open(bytes.ptr, bytes.len) orelse return;
    defer pkg_close(a);
    var i: usize = 0;
    while (i < pkg_entry_count(a)) : (i += 1) {
        const name = pkg_entry_name(a, i) orelse continue;
        std.debug.print("{d:>10} {s}\n", .{ pkg_entry_size(a, i), std.mem.span(name) });
    }
}

pub fn main() void {
    var block: [1024]u8 = @splat(0);
    @memcpy(block[0..9], "build.zig");
    @memcpy(block[124..127], "000");
    list(&block);
}
