const digits = "0123456789abcdef";

export fn amber_hex(src: [*]const u8, len: usize, dst: [*]u8, cap: usize) usize {
    const n = @min(len, cap / 2);
    for (src[0..n], 0..) |byte, i| {
        dst[2 * i] = digits[byte >> 4];
        dst[2 * i + 1] = digits[byte & 15];
    }
    return 2 * n;
}
