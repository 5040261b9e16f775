const std = @import("std");
extern fn slug(p: [*]const u8, n: usize) ?[*:0]u8;
extern fn slug_len(s: ?[*:0]const u8) usize;
extern fn slug_free(s: ?[*:0]u8) void;

pub fn main() void {
    const s = slug("a b", 3);
    defer slug_free(s);
    std.debug.print("{d}\n", .{slug_len(s)});
}
