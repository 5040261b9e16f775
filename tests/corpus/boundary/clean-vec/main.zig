const std = @import("std");
extern fn range_new(n: u32, len: *usize) ?[*]u32;
extern fn range_free(data: ?[*]u32, len: usize) void;
pub fn main() void {
    var len: usize = 0;
    const data = range_new(4, &len) orelse return;
    defer range_free(data, len);
    std.debug.print("{d}\n", .{data[3]});
}
