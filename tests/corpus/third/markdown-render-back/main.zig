const std = @import("std");

extern fn page_size(readers: u32) usize;

comptime {
    _ = @import("render.zig");
}

pub fn main() void {
    std.debug.print("{d}\n", .{page_size(8)});
}
