const std = @import("std");
const Sample = extern struct { at: u64, value: f64 };
const Report = extern struct { samples: [*]const Sample, len: u32, mean: f64 };
export fn probe_run(out: *Report, seed: u64) bool {
    if (seed == 0) return false;
    var samples: [8]Sample = undefined;
    var sum: f64 = 0;
    for (&samples, 0..) |*s, i| {
        s.* = .{ .at = i, .value = @floatFromInt(seed % (i + 1)) };
        sum += s.value;
    }
    out.* = .{ .samples = &samples, .len = samples.len, .mean = sum / 8 };
    return true;
}
