pub const Peak = extern struct { low: i16, high: i16 };

const api = struct {
    extern fn wave_peaks(samples: [*]const i16, count: usize, stride: u32, out: [*]Peak, room: usize) usize;
};

pub const View = struct {
    pixels: u32,

    /// Peaks for the width of the view.
    pub fn draw(view: View, samples: []const i16, out: []Peak) []const Peak {
        const stride: u32 = @intCast(samples.len / @max(view.pixels, 1));
        const n = api.wave_peaks(samples.ptr, samples.len, stride, out.ptr, out.len);
        return out[0..n];
    }
};
