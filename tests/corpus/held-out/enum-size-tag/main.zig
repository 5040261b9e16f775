const std = @import("std");
const Phase = enum(u8) { idle = 0, busy = 1 };
extern fn phase_now() Phase;

pub fn main() void {
    std.debug.print("{t}\n", .{phase_now()});
}
