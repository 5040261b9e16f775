const std = @import("std");
extern fn squares(n: u32, out_len: *usize) ?[*]u64;
extern fn squares_free(ptr: ?[*]u64, len: usize) void;

pub fn main() void {
    var len: usize = 0;
    const p = squares(5, &len) orelse return;
    defer squares_free(p, len);
    std.debug.print("{d}\n", .{p[0..len][len - 1]});
}
