const std = @import("std");
const version = @import("version.zig");

const installed = [_][]const u8{ "1.4.2", "1.10.0-rc1", "2.x" };

pub fn main() void {
    var best: []const u8 = "0";
    for (installed) |v| {
        if (!version.compatible(v, "1.2.0")) continue;
        if (version.order(v, best) == .gt) best = v;
    }
    std.debug.print("{s}\n", .{best});
}
