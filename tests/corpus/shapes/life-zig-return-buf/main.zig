const std = @import("std");
export fn fmt_date(year: u32, month: u32) ?[*:0]const u8 {
    var room: [32]u8 = undefined;
    const text = std.fmt.bufPrintZ(&room, "{d}-{d}", .{ year, month }) catch return null;
    return text.ptr;
}
