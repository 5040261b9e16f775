pub fn rotate_bits(x: u32, by: u32) u32 {
    return std.math.rotl(u32, x, by & 31);
}

const std = @import("std");
