const std = @import("std");
const Theme = opaque {};
const IconSet = opaque {};
extern fn theme_load(n: u16) *Theme;
extern fn theme_icons(t: *const Theme) *IconSet;
extern fn icons_len(i: *const IconSet) usize;
extern fn theme_unload(t: ?*Theme) void;
extern fn icons_unload(i: ?*IconSet) void;
pub fn main() void {
    const t = theme_load(9);
    defer theme_unload(t);
    const i = theme_icons(t);
    defer icons_unload(i);
    std.debug.print("{d}\n", .{icons_len(i)});
}
