/// The most that pack can write: every byte as a run of its own.
export fn lzx_block_bound(len: usize) usize {
    return len *| 2;
}

/// 0 if it does not fit.
export fn lzx_block_pack(src: [*]const u8, len: usize, dst: [*]u8, cap: usize) usize {
    const data = src[0..len];
    const out = dst[0..cap];
    var i: usize = 0;
    var n: usize = 0;
    while (i < data.len) {
        var run: u8 = 1;
        while (run < 255 and i + run < data.len and data[i + run] == data[i]) run += 1;
        if (out.len - n < 2) return 0;
        out[n] = run;
        out[n + 1] = data[i];
        n += 2;
        i += run;
    }
    return n;
}

export fn lzx_version() u32 {
    return 3;
}
