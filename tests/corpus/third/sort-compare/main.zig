const std = @import("std");
const records = @import("records.zig");

pub fn main() void {
    var all = [_]records.Record{
        .{ .time = 1, .source = 0, .line = 1 },
        .{ .time = 9, .source = 0, .line = 2 },
        .{ .time = 4, .source = 1, .line = 1 },
    };
    _ = records.merge(&all, 2, false);
    std.debug.print("{d}\n", .{all[1].time});
}
