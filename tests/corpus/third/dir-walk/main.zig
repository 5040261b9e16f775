const std = @import("std");

extern fn tree_first_below(seed: u32, depth: u32) u32;

comptime {
    _ = @import("tree.zig");
}

pub fn main() void {
    std.debug.print("{d}\n", .{tree_first_below(77, 3)});
}
