const std = @import("std");
const limits = @import("limits.zig");

fn route(path: []const u8) u64 {
    return std.hash.Fnv1a_64.hash(path);
}

pub fn main() void {
    const table = limits.Table.init();
    defer table.deinit();
    table.set(route("/search"), .{ .rate = 5, .burst = 20 });
    table.set(route("/upload"), .{ .rate = 1, .weight = 1 });
    inline for (.{ "/search", "/upload", "/health" }) |path| {
        var passed: u32 = 0;
        for (0..40) |i| passed += @intFromBool(table.pass(route(path), i * 10));
        std.debug.print("{s}: {d} of 40\n", .{ path, passed });
    }
}
