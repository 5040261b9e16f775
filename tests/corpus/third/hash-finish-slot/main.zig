const std = @import("std");
const digest = @import("digest.zig");

pub fn main() !void {
    std.debug.print("{x}\n", .{try digest.lines("# lock file\nserde 1.0\nlibc 0.2\n")});
}
