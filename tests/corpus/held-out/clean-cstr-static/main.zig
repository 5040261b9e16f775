const std = @import("std");
extern fn lib_version() [*:0]const u8;
extern fn lib_author() [*:0]const u8;
extern fn lib_license() [*:0]const u8;

pub fn main() void {
    std.debug.print("{s} {s} {s}\n", .{ lib_version(), lib_author(), lib_license() });
}
