//! Wrappers for `by_value`, written by Ghost. Edits are lost.

pub const raw = @import("by_value.zig");

pub const Large = raw.Large;

pub const Mixed = raw.Mixed;

pub const Point = raw.Point;

pub fn pointAdd(a: raw.Point, b: raw.Point) raw.Point {
    return raw.point_add(a, b);
}

pub fn mixedSwap(m: raw.Mixed) raw.Mixed {
    return raw.mixed_swap(m);
}

pub fn largeMake(seed: f64) raw.Large {
    return raw.large_make(seed);
}

pub fn largeSum(large: raw.Large) f64 {
    return raw.large_sum(large);
}

pub fn largeMap(large: raw.Large, by: raw.Point) raw.Large {
    return raw.large_map(large, by);
}
