const std = @import("std");
extern fn unit_name(metric: bool) [*:0]const u8;

pub fn main() void {
    std.debug.print("{s}\n", .{std.mem.span(unit_name(true))});
}
