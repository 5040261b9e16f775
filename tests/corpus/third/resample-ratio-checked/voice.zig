pub const Format = extern struct {
    rate: u32,
    channels: u16,

    pub const telephone: Format = .{ .rate = 8000, .channels = 1 };
};

const resample = @extern(*const fn (
    from: Format,
    input: [*]const f32,
    samples: usize,
    to_rate: u32,
    output: [*]f32,
    room: usize,
) callconv(.c) usize, .{ .name = "resample" });

pub fn convert(from: Format, input: []const f32, to_rate: u32, output: []f32) []f32 {
    const n = resample(from, input.ptr, input.len, to_rate, output.ptr, output.len);
    return output[0..n];
}
