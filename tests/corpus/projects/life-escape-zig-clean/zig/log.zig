const std = @import("std");
var prefix_storage: [32]u8 = undefined;
var prefix: []const u8 = "";
export fn log_set_prefix(p: [*]const u8, n: usize) void {
    const len = @min(n, prefix_storage.len);
    @memcpy(prefix_storage[0..len], p[0..len]);
    prefix = prefix_storage[0..len];
}
export fn log_line(code: u32) void { std.debug.print("{s} {d}\n", .{ prefix, code }); }
