const std = @import("std");
extern fn query_escape(raw: [*:0]const u8) ?[*:0]u8;
extern fn query_string_free(s: ?[*:0]u8) void;
pub fn main() void {
    const s = query_escape("it's") orelse return;
    defer query_string_free(s);
    std.debug.print("{s}\n", .{s});
}
