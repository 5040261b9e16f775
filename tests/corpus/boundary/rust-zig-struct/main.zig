const Bounds = extern struct { min: f64, max: f64 };
export fn zig_bounds(data: [*]const f64, len: usize, out: *Bounds) void {
    out.* = .{ .min = data[0], .max = data[0] };
    for (data[0..len]) |x| {
        out.min = @min(out.min, x);
        out.max = @max(out.max, x);
    }
}
