const std = @import("std");
const Theme = opaque {};
extern fn theme_load(accent: u32) void;
extern fn theme_current() *const Theme;
extern fn theme_accent(t: *const Theme) u32;

pub fn main() void {
    theme_load(0xff);
    std.debug.print("{x}\n", .{theme_accent(theme_current())});
}
