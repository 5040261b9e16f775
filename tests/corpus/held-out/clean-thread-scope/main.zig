const std = @import("std");
extern fn scale_all(data: [*]f32, len: usize, by: f32) void;

pub fn main() void {
    var xs = [_]f32{ 1, 2, 3, 4 };
    scale_all(&xs, xs.len, 2);
    std.debug.print("{any}\n", .{xs});
}
