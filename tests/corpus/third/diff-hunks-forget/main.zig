const std = @import("std");
const diff = @import("diff.zig");

pub fn main() void {
    std.debug.print("{d}\n", .{diff.changed("a\nb\nc\nd", "a\nx\ny\nd")});
}
