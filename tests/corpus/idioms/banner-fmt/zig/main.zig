const std = @import("std");
const Theme = opaque {};
extern fn theme_new(n: u32) *Theme;
extern fn theme_free(t: ?*Theme) void;
extern fn theme_banner(t: *const Theme) [*:0]const u8;
pub fn main() void {
    const t = theme_new(3);
    defer theme_free(t);
    const b = theme_banner(t);
    std.debug.print("{s}\n", .{b});
}
