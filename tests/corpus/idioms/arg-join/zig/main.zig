const std = @import("std");
pub fn main() !void {
    _ = try @import("args.zig").run(std.heap.c_allocator, &.{ "a", "b" });
}
