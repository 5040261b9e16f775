const std = @import("std");
const Plug = @import("plug.zig").Plug;

pub fn main() !void {
    const p = Plug.plug_create(-6.0) orelse return error.BadGain;
    defer p.plug_destroy();
    var block: [64]f32 = undefined;
    for (&block, 0..) |*s, i| s.* = @sin(@as(f32, @floatFromInt(i)) * 0.1);
    p.run(&block);
    std.debug.print("{d:.3}\n", .{p.plug_peak()});
}
