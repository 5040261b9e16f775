const std = @import("std");
extern fn csv_quote(field: [*]const u8, len: usize) ?[*:0]u8;
extern fn csv_free(p: ?[*:0]u8) void;
pub fn main() void {
    const f = "a\x00b";
    const q = csv_quote(f, f.len) orelse return;
    defer csv_free(q);
    std.debug.print("{s}\n", .{q});
}
