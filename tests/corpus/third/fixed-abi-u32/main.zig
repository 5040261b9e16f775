const std = @import("std");
const Rows = @import("planner.zig").Rows;

pub fn main() void {
    const rows = Rows.create();
    defer Rows.destroy(rows);
    std.debug.print("{d}\n", .{rows.insert(&.{ 1, 64, 64, 900 })});
}
