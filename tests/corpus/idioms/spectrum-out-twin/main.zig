const std = @import("std");
extern fn spectrum_of(samples: [*]const f32, len: usize, out: *?[*]f32, out_len: *usize) c_int;
extern fn spectrum_release(bins: ?[*]f32, len: usize) void;
pub fn main() !void {
    const in = [_]f32{ 0.5, 0.25, 1.0 };
    var out: ?[*]f32 = null;
    var n: usize = 0;
    if (spectrum_of(&in, in.len, &out, &n) != 0) return error.Spectrum;
    defer spectrum_release(out, n);
    for (out.?[0..n]) |b| std.debug.print("{d:.2}\n", .{b});
}
