const std = @import("std");
extern fn squares(n: u32, len: *usize) ?[*]u64;
extern fn squares_free(data: ?[*]u64, len: usize) void;
pub fn main() void {
    var len: usize = 0;
    const data = squares(4, &len) orelse return;
    defer squares_free(data, len);
    std.debug.print("{d}\n", .{data[1]});
}
