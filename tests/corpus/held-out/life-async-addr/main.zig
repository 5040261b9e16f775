const std = @import("std");
extern fn fill_later(out: [*]u32, len: usize) void;

fn begin() void {
    var xs: [16]u32 = @splat(0);
    fill_later(&xs, xs.len);
    std.debug.print("{d}\n", .{xs[0]});
}

pub fn main() void {
    begin();
}
