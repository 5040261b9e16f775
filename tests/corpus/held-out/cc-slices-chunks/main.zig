const std = @import("std");
extern fn downsample(src: [*]const i16, len: usize, factor: usize, dst: [*]i16, cap: usize) usize;
extern fn header_kind(data: [*]const u8, len: usize) i32;

pub fn main() void {
    const in = [_]i16{ 1, 2, 3, 4 };
    var out: [4]i16 = undefined;
    const n = downsample(&in, in.len, 2, &out, out.len);
    std.debug.print("{d} {d}\n", .{ n, header_kind("abcdef", 6) });
}
