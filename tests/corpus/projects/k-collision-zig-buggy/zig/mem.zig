export fn memmove(dst: [*]u8, src: [*]const u8, n: usize) [*]u8 {
    var i: usize = 0;
    while (i < n) : (i += 1) dst[i] = src[i];
    return dst;
}
