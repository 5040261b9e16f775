const std = @import("std");
const Level = enum(c_int) { off = 0, err = 1, info = 2, debug = 3 };
extern fn default_level() Level;
pub fn main() void {
    std.debug.print("{d}\n", .{@intFromEnum(default_level())});
}
