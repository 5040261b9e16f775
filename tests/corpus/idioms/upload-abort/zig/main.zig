const std = @import("std");
pub fn main() !void {
    std.debug.print("{d}\n", .{try @import("upload.zig").send(&.{ "ab", "c" })});
}
