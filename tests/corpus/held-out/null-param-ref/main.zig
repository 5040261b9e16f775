const std = @import("std");
const Options = extern struct { depth: u32, strict: bool };
extern fn check_with(opts: ?*const Options) u32;

pub fn main() void {
    std.debug.print("{d}\n", .{check_with(null)});
}
