const std = @import("std");

extern fn level_label(level: u8, out: *[*:0]const u8) c_int;

pub fn main() void {
    var label: [*:0]const u8 = undefined;
    if (level_label(2, &label) == 0) std.debug.print("{s}\n", .{label});
}
