const std = @import("std");
const svg = @import("svg.zig");

comptime {
    _ = &svg.path_free;
}

pub fn main() void {
    std.debug.print("{d}\n", .{svg.points("0 0 10 0 10 10; 5 5 6 6")});
}
