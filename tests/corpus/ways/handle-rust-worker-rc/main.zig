const std = @import("std");

const Registry = opaque {};
extern fn registry_new() *Registry;
extern fn registry_fill(registry: *Registry, count: u32) void;
extern fn registry_len(registry: *const Registry) usize;
extern fn registry_free(registry: ?*Registry) void;

pub fn main() void {
    const registry = registry_new();
    defer registry_free(registry);
    registry_fill(registry, 10);
    std.debug.print("{d}\n", .{registry_len(registry)});
}
