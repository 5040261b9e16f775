pub fn add(a: [*]const f64, b: [*]const f64, out: [*]f64, n: usize) callconv(.c) void {
    for (0..n) |i| out[i] = a[i] + b[i];
}
pub fn scale(x: [*]f64, n: usize, k: f32) callconv(.c) void {
    for (x[0..n]) |*v| v.* *= k;
}
