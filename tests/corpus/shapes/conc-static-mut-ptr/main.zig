const std = @import("std");
extern fn next_id() u64;
pub fn main() void { std.debug.print("{d}\n", .{next_id()}); }
