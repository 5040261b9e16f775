//! Arithmetic over long vectors, several lanes at a time.

/// Lanes of one step: four registers of 128 bits, so that their latencies overlap.
const lanes = 16;
const Vector = @Vector(lanes, f32);

/// The sum of products of two vectors of `len` numbers.
export fn simd_dot(a: [*]const f32, b: [*]const f32, len: usize) f32 {
    var sums: Vector = @splat(0);
    var i: usize = 0;
    while (i + lanes <= len) : (i += lanes) {
        const x: Vector = a[i..][0..lanes].*;
        const y: Vector = b[i..][0..lanes].*;
        sums += x * y;
    }
    var sum = @reduce(.Add, sums);
    while (i < len) : (i += 1) sum += a[i] * b[i];
    return sum;
}

/// `y = y + factor * x`, for `len` numbers each. The two must not overlap.
export fn simd_axpy(factor: f32, x: [*]const f32, y: [*]f32, len: usize) void {
    const factors: Vector = @splat(factor);
    var i: usize = 0;
    while (i + lanes <= len) : (i += lanes) {
        const a: Vector = x[i..][0..lanes].*;
        const b: Vector = y[i..][0..lanes].*;
        y[i..][0..lanes].* = b + factors * a;
    }
    while (i < len) : (i += 1) y[i] += factor * x[i];
}

/// What a pass over numbers found. `NaN`s are counted and otherwise passed over.
pub const Range = extern struct {
    min: f32,
    max: f32,
    nans: usize,
};

/// The smallest and the largest of `len` numbers; infinities the wrong way round where there is none.
export fn simd_range(data: [*]const f32, len: usize) Range {
    const inf = @as(f32, @import("std").math.inf(f32));
    var low: Vector = @splat(inf);
    var high: Vector = @splat(-inf);
    var range = Range{ .min = inf, .max = -inf, .nans = 0 };
    var i: usize = 0;
    while (i + lanes <= len) : (i += lanes) {
        const x: Vector = data[i..][0..lanes].*;
        range.nans += @popCount(@as(u16, @bitCast(x != x)));
        // A comparison with NaN is false: what was there stays.
        low = @select(f32, x < low, x, low);
        high = @select(f32, x > high, x, high);
    }
    while (i < len) : (i += 1) {
        if (data[i] != data[i]) range.nans += 1;
        if (data[i] < range.min) range.min = data[i];
        if (data[i] > range.max) range.max = data[i];
    }
    range.min = @min(range.min, @reduce(.Min, low));
    range.max = @max(range.max, @reduce(.Max, high));
    return range;
}
