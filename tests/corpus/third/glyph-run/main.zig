const std = @import("std");
const Run = @import("text.zig").Run;

pub fn main() void {
    const run: Run = .init(&.{ 5, 9, 3, 12, 60 }, 16);
    std.debug.print("{d:.1}\n", .{run.width()});
}
