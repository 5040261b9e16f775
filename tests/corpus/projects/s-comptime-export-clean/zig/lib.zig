const std = @import("std");
const math = @import("math.zig");
const table = .{ .{ "vm_add", math.add }, .{ "vm_scale", math.scale } };
comptime {
    @export(&math.add, .{ .name = "vm_add" });
    @export(&math.scale, .{ .name = "vm_scale" });
    _ = table;
}
