const std = @import("std");
extern fn os_name() [*:0]const u8;

pub fn main() void {
    std.debug.print("{s}\n", .{os_name()});
}
