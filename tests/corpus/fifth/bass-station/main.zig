const std = @import("std");
const gpa = std.heap.smp_allocator;

const Osc = struct {
    rate: f64,
    freq: f64 = 55.0,
    detune: f64 = 0.0,
    gain: f32 = 0.5,
    phase: f64 = 0.0,

    fn step(self: *const Osc) f64 {
        return self.freq * @exp2(self.detune / 1200.0) / self.rate;
    }
};

export fn bass_create(sample_rate: u32) ?*Osc {
    if (sample_rate == 0) return null;
    const o = gpa.create(Osc) catch return null;
    o.* = .{ .rate = @floatFromInt(sample_rate) };
    return o;
}

export fn bass_destroy(osc: ?*Osc) void {
    if (osc) |o| gpa.destroy(o);
}

export fn bass_set_freq(osc: ?*Osc, hz: f64) c_int {
    const o = osc orelse return -1;
    if (!(hz > 0.0)) return -2;
    o.freq = hz;
    return 0;
}

export fn bass_set_detune(osc: ?*Osc, cents: f64) c_int {
    const o = osc orelse return -1;
    if (@abs(cents) > 1200.0) return -2;
    o.detune = cents;
    return 0;
}

export fn bass_set_gain(osc: ?*Osc, gain: f32) c_int {
    const o = osc orelse return -1;
    o.gain = std.math.clamp(gain, 0.0, 1.0);
    return 0;
}

export fn bass_render(osc: ?*Osc, out: ?[*]f32, frames: usize) usize {
    const o = osc orelse return 0;
    const dst = (out orelse return 0)[0..frames];
    const step = o.step();
    for (dst) |*s| {
        s.* = o.gain * @as(f32, @floatCast(2.0 * o.phase - 1.0));
        o.phase += step;
        o.phase -= @floor(o.phase);
    }
    return frames;
}
