const std = @import("std");
extern fn title_set(p: [*]const u8, n: usize) void;
extern fn title_get(p: [*]u8, cap: usize) usize;

pub fn main() void {
    var local: [8]u8 = "untitled".*;
    title_set(&local, local.len);
    var out: [32]u8 = undefined;
    const n = title_get(&out, out.len);
    std.debug.print("{s}\n", .{out[0..n]});
}
