const std = @import("std");
fn hhmm(buf: []u8, minutes: u32) ![:0]u8 {
    return std.fmt.bufPrintZ(buf, "{d:0>2}:{d:0>2}", .{ minutes / 60 % 24, minutes % 60 });
}
export fn clock_text(minutes: u32) ?[*:0]const u8 {
    var shared: [16]u8 = undefined;
    const text = hhmm(&shared, minutes) catch return null;
    return text.ptr;
}
