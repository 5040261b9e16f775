const std = @import("std");
const Index = opaque {};
extern fn index_build(n: u32) ?*Index;
extern fn index_len(i: ?*const Index) usize;

pub fn main() void {
    const i = index_build(8);
    std.debug.print("{d}\n", .{index_len(i)});
}
