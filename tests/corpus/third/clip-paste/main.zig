const std = @import("std");
const clipboard = @import("clipboard.zig");

extern fn paste(primary: bool) usize;

pub fn main() void {
    clipboard.offer("one  \ntwo", false);
    std.debug.print("{d}\n", .{paste(false)});
}
