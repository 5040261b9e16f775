const std = @import("std");
var storage: [64]u8 = undefined;
export fn fmt_number(n: u32) [*:0]const u8 {
    const s = std.fmt.bufPrintZ(&storage, "{d}", .{n}) catch return "";
    return s.ptr;
}
