const c = struct {
    extern "stat" fn stat_mean(xs: [*]const f64, n: usize, out: *f64) i32;
};
pub fn mean(xs: []const f64) !f64 {
    var out: f64 = 0;
    if (c.stat_mean(xs.ptr, xs.len, &out) != 0) return error.Empty;
    return out;
}
