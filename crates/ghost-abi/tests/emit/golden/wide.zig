//! Interface of `wide`, written by Ghost. Edits are lost.

pub const WIDE_MAX: u128 = 170141183460469231731687303715884105727;

pub const Holder = extern struct {
    pair: [*c]const Pair,
};

pub const Pair = extern struct {
    small: u8,
    wide: u128,
};

pub extern fn wide_mul(a: u64, b: u64) u128;

pub extern fn wide_neg(a: i128) i128;

pub extern fn wide_pair(pair: Pair) Pair;

pub extern fn wide_holder(holder: Holder) u64;

comptime {
    // The layouts above hold where pointers and `long` have these sizes.
    if (@sizeOf(usize) == 8 and @sizeOf(c_long) == 8) {
        if (@sizeOf(Holder) != 8 or @alignOf(Holder) != 8)
            @compileError("size or alignment of Holder differs from the library's");
        if (@offsetOf(Holder, "pair") != 0)
            @compileError("offset of Holder.pair differs from the library's");
        if (@sizeOf(Pair) != 32 or @alignOf(Pair) != 16)
            @compileError("size or alignment of Pair differs from the library's");
        if (@offsetOf(Pair, "small") != 0)
            @compileError("offset of Pair.small differs from the library's");
        if (@offsetOf(Pair, "wide") != 16)
            @compileError("offset of Pair.wide differs from the library's");
    }
}
