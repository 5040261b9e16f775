const std = @import("std");
extern fn dup_bytes(src: [*]const u8, len: usize) ?[*]u8;
extern "c" fn free(p: ?*anyopaque) void;

pub fn main() void {
    const p = dup_bytes("abc", 3) orelse return;
    defer free(p);
    std.debug.print("{s}\n", .{p[0..3]});
}
