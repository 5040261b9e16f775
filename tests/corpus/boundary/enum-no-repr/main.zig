const std = @import("std");
const Mode = enum(c_int) { read, write, append };
extern fn current_mode() Mode;
pub fn main() void {
    std.debug.print("{d}\n", .{@intFromEnum(current_mode())});
}
