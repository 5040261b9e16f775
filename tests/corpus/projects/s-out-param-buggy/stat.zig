const c = struct {
    extern "stat" fn stat_mean(xs: [*]const f64, n: usize, out: *f32) i32;
};
pub fn mean(xs: []const f64) !f32 {
    var out: f32 = 0;
    if (c.stat_mean(xs.ptr, xs.len, &out) != 0) return error.Empty;
    return out;
}
