const std = @import("std");
const Sheet = @import("sheet.zig").Sheet;

pub fn main() void {
    const sheet = Sheet.create();
    defer Sheet.destroy(sheet);
    const ok = sheet.fill(&.{ .{ 10, 2 }, .{ 30, 3 }, .{ 5, 1 } });
    std.debug.print("{} {d}\n", .{ ok, sheet.total() });
}
