const std = @import("std");
const Options = extern struct { depth: u32, flags: u32 };
extern fn run_with(o: Options) u64;
pub fn main() void {
    std.debug.print("{d}\n", .{run_with(.{ .depth = 1, .flags = 0 })});
}
