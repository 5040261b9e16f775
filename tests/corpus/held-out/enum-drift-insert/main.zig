const std = @import("std");
const Level = enum(c_int) {
    trace,
    info,
    warn,
};
extern fn default_level() Level;

pub fn main() void {
    std.debug.print("{t}\n", .{default_level()});
}
