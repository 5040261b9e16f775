export fn zig_mix(a: u32, b: u32) u32 {
    return a *% 31 +% b;
}
