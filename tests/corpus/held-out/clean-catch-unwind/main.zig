const std = @import("std");
extern fn parse_u32(p: [*]const u8, n: usize, out: *u32) i32;

pub fn main() void {
    var v: u32 = 0;
    const s = "12x";
    std.debug.print("{d} {d}\n", .{ parse_u32(s.ptr, s.len, &v), v });
}
