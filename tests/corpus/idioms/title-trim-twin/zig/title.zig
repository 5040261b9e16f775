const std = @import("std");
extern fn title_get(id: u32) ?[*:0]u8;
extern fn title_free(t: ?[*:0]u8) void;
/// Cuts blanks at the end.
fn trimEnd(text: [*:0]const u8) []const u8 {
    const all = std.mem.span(text);
    var n = all.len;
    while (n > 0 and all[n - 1] == ' ') n -= 1;
    return all[0..n];
}
pub fn show(id: u32) void {
    const t = title_get(id) orelse return;
    defer title_free(t);
    std.debug.print("{s}\n", .{trimEnd(t)});
}
