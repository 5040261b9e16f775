const std = @import("std");
extern fn report_async(text: [*:0]const u8) void;

pub fn main() void {
    var buf: [32]u8 = undefined;
    const s = std.fmt.bufPrintSentinel(&buf, "job {d}", .{1}, 0) catch return;
    report_async(s);
}
