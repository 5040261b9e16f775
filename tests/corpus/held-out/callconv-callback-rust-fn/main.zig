const std = @import("std");
extern fn sort_by_key(data: [*]i32, len: usize, cmp: *const fn (i32, i32) callconv(.c) i32) void;

fn less(a: i32, b: i32) callconv(.c) i32 {
    return a -| b;
}

pub fn main() void {
    var xs = [_]i32{ 3, 1, 2 };
    sort_by_key(&xs, xs.len, less);
    std.debug.print("{any}\n", .{xs});
}
