const std = @import("std");
const Names = opaque {};
extern fn names_new() ?*Names;
extern fn names_free(n: ?*Names) void;
extern fn names_put(n: *Names, id: u32) void;
extern fn names_get(n: *const Names, id: u32) ?[*:0]const u8;
pub fn show() void {
    const n = names_new() orelse return;
    defer names_free(n);
    names_put(n, 1);
    const name = names_get(n, 1) orelse return;
    std.debug.print("{s}\n", .{name});
}
