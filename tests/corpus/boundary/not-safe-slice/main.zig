const std = @import("std");
const Slice = extern struct { ptr: [*]const u32, len: usize };
extern fn total(values: Slice) u64;
pub fn main() void {
    const v = [_]u32{ 1, 2 };
    std.debug.print("{d}\n", .{total(.{ .ptr = &v, .len = v.len })});
}
