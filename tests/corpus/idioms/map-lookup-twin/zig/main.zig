const std = @import("std");
const Registry = opaque {};
extern fn reg_new() *Registry;
extern fn reg_free(r: ?*Registry) void;
extern fn reg_put(r: *Registry, id: u32, x: f32) void;
extern fn reg_sum(r: *const Registry, id: u32) f32;
pub fn main() void {
    const r = reg_new();
    defer reg_free(r);
    reg_put(r, 1, 2);
    std.debug.print("{d}\n", .{reg_sum(r, 9)});
}
