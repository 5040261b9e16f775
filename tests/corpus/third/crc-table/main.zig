const std = @import("std");
const archive = @import("archive.zig");

pub fn main() !void {
    var entries = [_]archive.Entry{
        .{ .name = "a", .body = "123456789", .crc = 0xcbf43926 },
        .{ .name = "b", .body = "", .crc = 0 },
    };
    _ = try archive.verify(2, &entries);
    for (entries) |entry| std.debug.print("{s} {}\n", .{ entry.name, entry.ok });
}
