const std = @import("std");
const Sheet = opaque {};
extern fn sheet_new(w: u32, h: u32) ?*Sheet;
extern fn sheet_free(s: ?*Sheet) void;
extern fn sheet_set(s: ?*Sheet, x: u32, y: u32, v: f64) bool;
extern fn sheet_get(s: ?*const Sheet, x: u32, y: u32) f64;
pub fn main() void {
    const s = sheet_new(4, 4);
    defer sheet_free(s);
    _ = sheet_set(s, 1, 1, 2.5);
    std.debug.print("{d}\n", .{sheet_get(s, 9, 9)});
}
