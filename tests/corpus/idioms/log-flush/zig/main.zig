const std = @import("std");
const Log = opaque {};
extern fn log_open() *Log;
extern fn log_line(log: *const Log, text: [*]const u8, len: usize) bool;
extern fn log_close(log: ?*Log) u64;
pub fn main() !void {
    const log = log_open();
    var buf: [64]u8 = undefined;
    for (0..10) |n| {
        const line = try std.fmt.bufPrint(&buf, "line {d}", .{n});
        _ = log_line(log, line.ptr, line.len);
    }
    std.debug.print("{d}\n", .{log_close(log)});
}
