const std = @import("std");
const Flags = extern struct { on: bool, dirty: bool };
extern fn flags_ready(f: Flags) u8;

pub fn main() void {
    std.debug.print("{d}\n", .{flags_ready(.{ .on = true, .dirty = false })});
}
