const std = @import("std");
const Half = extern struct { tag: u8, err: u8, value: u32 };
extern fn half_of(n: u32) Half;

pub fn main() void {
    std.debug.print("{d}\n", .{half_of(4).value});
}
