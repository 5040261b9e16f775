extern fn dsp_scale(samples: [*]f32, count: usize, k: f32) i32;
pub fn scale(samples: []f32, k: f32) !void {
    if (dsp_scale(samples.ptr, samples.len, k) != 0) return error.Dsp;
}
