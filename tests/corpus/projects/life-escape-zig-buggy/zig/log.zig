const std = @import("std");
var prefix: []const u8 = "";
export fn log_set_prefix(p: [*]const u8, n: usize) void {
    prefix = p[0..n];
}
export fn log_line(code: u32) void { std.debug.print("{s} {d}\n", .{ prefix, code }); }
