const std = @import("std");
const Layer = @import("layer.zig").Layer;
pub fn main() !void {
    const l = try Layer.init(16);
    defer l.deinit();
    std.debug.print("{d}\n", .{l.weight()});
}
