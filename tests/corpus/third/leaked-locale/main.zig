const std = @import("std");
const Date = @import("dates.zig").Date;

pub fn main() !void {
    const date = try Date.parse("6. Mai 2024");
    std.debug.print("{f} ({d})\n", .{ date, date.month });
}
