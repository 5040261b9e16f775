const std = @import("std");
extern fn square_all(data: [*]u64, len: usize) void;

pub fn main() void {
    var xs = [_]u64{ 1, 2, 3, 4, 5 };
    square_all(&xs, xs.len);
    std.debug.print("{any}\n", .{xs});
}
