const std = @import("std");
extern fn build_id(n: u32) ?[*:0]u8;
pub fn main() void { if (build_id(3)) |t| std.debug.print("{s}\n", .{t}); }
