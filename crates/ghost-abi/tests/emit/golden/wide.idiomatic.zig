//! Wrappers for `wide`, written by Ghost. Edits are lost.

pub const raw = @import("wide.zig");

pub const Holder = raw.Holder;

pub const Pair = raw.Pair;

pub fn wideMul(a: u64, b: u64) u128 {
    return raw.wide_mul(a, b);
}

pub fn wideNeg(a: i128) i128 {
    return raw.wide_neg(a);
}

pub fn widePair(pair: raw.Pair) raw.Pair {
    return raw.wide_pair(pair);
}

pub fn wideHolder(holder: raw.Holder) u64 {
    return raw.wide_holder(holder);
}
