const std = @import("std");
const Param = @import("params.zig").Param;

pub fn main() void {
    const cutoff = Param.find("cutoff") orelse return;
    std.debug.print("{d}\n", .{Param.knob(cutoff, 0.5)});
}
