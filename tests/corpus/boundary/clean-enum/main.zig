const std = @import("std");
const State = enum(u8) { idle = 0, busy = 1, done = 2 };
extern fn state_next(s: u8) State;
pub fn main() void {
    std.debug.print("{s}\n", .{@tagName(state_next(0))});
}
