const std = @import("std");
const Registry = opaque {};
extern fn registry_new() ?*Registry;
extern fn registry_price(r: ?*const Registry, id: u32) f64;
extern fn registry_free(r: ?*Registry) void;

pub fn main() void {
    const r = registry_new();
    defer registry_free(r);
    std.debug.print("{d}\n", .{registry_price(r, 2)});
}
