export fn quartz_encode(src: [*]const u8, len: usize, dst: [*]u8, cap: usize) usize {
    var from: usize = 0;
    var to: usize = 0;
    while (from < len) {
        const byte = src[from];
        var run: u8 = 1;
        while (run < 255 and from + run < len and src[from + run] == byte) run += 1;
        if (cap - to < 2) return 0;
        dst[to] = run;
        dst[to + 1] = byte;
        to += 2;
        from += run;
    }
    return to;
}
