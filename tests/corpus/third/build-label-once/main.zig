const std = @import("std");
const about = @import("about.zig");

pub fn main() void {
    var buf: [80]u8 = undefined;
    std.debug.print("{s}\n", .{about.text(&buf)});
}
