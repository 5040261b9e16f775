const Compare = *const fn (*const anyopaque, *const anyopaque, ?*anyopaque) callconv(.c) bool;
export fn zsort(base: [*]u8, n: usize, size: usize, cmp: Compare, ctx: ?*anyopaque) void {
    var i: usize = 1;
    while (i < n) : (i += 1) {
        const a = base + (i - 1) * size;
        const b = base + i * size;
        if (cmp(b, a, ctx)) swap(a, b, size);
    }
}
fn swap(a: [*]u8, b: [*]u8, n: usize) void {
    for (0..n) |i| { const t = a[i]; a[i] = b[i]; b[i] = t; }
}
