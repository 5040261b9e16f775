const std = @import("std");
extern fn query_escape(raw: [*:0]const u8) ?[*:0]u8;
pub fn main() void {
    const s = query_escape("it's") orelse return;
    std.debug.print("{s}\n", .{s});
}
