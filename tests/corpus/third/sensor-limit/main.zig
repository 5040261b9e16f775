const std = @import("std");
const watch = @import("watch.zig");

pub fn main() void {
    std.debug.print("{?d}\n", .{watch.scan(&.{ 1, 90, 91, 95, 4 }, 80)});
}
