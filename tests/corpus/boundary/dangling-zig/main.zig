const std = @import("std");
export fn zig_name(id: u32) ?[*:0]const u8 {
    var buf: [16]u8 = undefined;
    const s = std.fmt.bufPrintZ(&buf, "n{d}", .{id}) catch return null;
    return s.ptr;
}
