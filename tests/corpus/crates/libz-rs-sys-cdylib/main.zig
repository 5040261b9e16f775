//! Compresses, takes apart again, and checks sums that are known.
const std = @import("std");
const z = @import("z_rs");

pub fn main() u8 {
    const text = "123456789";
    if (z.crc32(0, text, text.len) != 0xcbf43926) return 1;
    if (z.adler32(1, text, text.len) != 0x091e01de) return 2;
    var long: [600]u8 = undefined;
    for (&long, 0..) |*byte, i| byte.* = "ghost "[i % 6];
    var small: [200]u8 = undefined;
    var small_size: @TypeOf(z.compressBound(0)) = small.len;
    if (z.compress(&small, &small_size, &long, long.len) != 0) return 3;
    if (small_size >= 100) return 4;
    var back: [long.len]u8 = undefined;
    var back_size: @TypeOf(z.compressBound(0)) = back.len;
    if (z.uncompress(&back, &back_size, &small, small_size) != 0) return 5;
    if (back_size != long.len or !std.mem.eql(u8, &back, &long)) return 6;
    return 0;
}
