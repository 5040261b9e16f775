const std = @import("std");
const c = @import("bindings.zig");

pub fn main() void {
    std.debug.print("{d}\n", .{c.sum3_f64(1, 2)});
}
