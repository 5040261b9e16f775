const std = @import("std");
const window = @import("window.zig");

pub fn main() void {
    std.debug.print("{d}\n", .{window.width("todo.md", true)});
}
