const std = @import("std");
extern fn ticket() u64;
extern fn lib_version() [*:0]const u8;
extern fn lib_title() [*:0]const u8;
pub fn main() void {
    std.debug.print("{d} {s} {s}\n", .{ ticket(), lib_version(), lib_title() });
}
