const std = @import("std");
const Fx = opaque {};
extern fn fx_new() ?*Fx;
extern fn fx_free(fx: ?*Fx) void;
extern fn fx_apply(fx: ?*const Fx, slot: usize, x: f32) f32;
pub fn main() void {
    const fx = fx_new();
    defer fx_free(fx);
    std.debug.print("{d}\n", .{fx_apply(fx, 7, 1)});
}
