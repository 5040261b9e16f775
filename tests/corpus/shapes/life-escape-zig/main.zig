const std = @import("std");
var prefix: [*:0]const u8 = "";
export fn log_prefix(text: [*:0]const u8) void {
    prefix = text;
}
export fn log_write(level: u32) void {
    std.debug.print("{s} {d}\n", .{ prefix, level });
}
