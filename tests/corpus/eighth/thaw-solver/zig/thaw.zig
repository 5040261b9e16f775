const std = @import("std");

const Fn = *const fn (user: ?*anyopaque, x: f64) callconv(.c) f64;

const nan = std.math.nan(f64);

/// NaN as soon as the function gives one, or without a change of sign.
export fn thaw_bisect(low: f64, high: f64, f: Fn, user: ?*anyopaque) f64 {
    var a = low;
    var b = high;
    const at_a = f(user, a);
    if (std.math.isNan(at_a)) return nan;
    const at_b = f(user, b);
    if (std.math.isNan(at_b)) return nan;
    if (at_a == 0) return a;
    if (at_b == 0) return b;
    if (std.math.signbit(at_a) == std.math.signbit(at_b)) return nan;

    for (0..200) |_| {
        const middle = a + (b - a) / 2;
        if (middle == a or middle == b) return middle;
        const y = f(user, middle);
        if (std.math.isNan(y)) return nan;
        if (y == 0) return middle;
        if (std.math.signbit(y) == std.math.signbit(at_a)) a = middle else b = middle;
    }
    return a;
}
