const std = @import("std");

const V4 = @Vector(4, f32);

const Gain4 = extern struct {
    lanes: [4]f32,

    fn vec(self: Gain4) V4 {
        return self.lanes;
    }
};

const Strip = extern struct {
    channel: u32,
    gain: Gain4,
    muted: bool,
};

fn limit(v: V4, clipped: *c_uint) V4 {
    const one: V4 = @splat(1.0);
    const over = @abs(v) > one;
    if (@reduce(.Or, over)) clipped.* += 1;
    return @min(@max(v, -one), one);
}

/// Mixes `frames` frames of `strip_count` samples to four channels each; gives the number of frames that were limited.
export fn mix_frames(
    strips: [*]const Strip,
    strip_count: usize,
    input: [*]const f32,
    frames: usize,
    out: [*]f32,
) c_uint {
    var clipped: c_uint = 0;
    for (0..frames) |f| {
        const samples = input[f * strip_count ..][0..strip_count];
        var sum: V4 = @splat(0);
        for (strips[0..strip_count], samples) |*strip, s| {
            if (strip.muted) continue;
            sum += strip.gain.vec() * @as(V4, @splat(s));
        }
        const lanes: [4]f32 = limit(sum, &clipped);
        out[f * 4 ..][0..4].* = lanes;
    }
    return clipped;
}

test "limit" {
    var n: c_uint = 0;
    _ = limit(.{ 2, 0, 0, 0 }, &n);
    try std.testing.expectEqual(@as(c_uint, 1), n);
}
