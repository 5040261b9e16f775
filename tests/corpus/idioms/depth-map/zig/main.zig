const std = @import("std");
pub fn main() !void {
    std.debug.print("{d}\n", .{try @import("depth.zig").deepest(std.heap.c_allocator, 4, 4)});
}
