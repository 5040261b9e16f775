//! Wrappers for `collisions`, written by Ghost. Edits are lost.

pub const raw = @import("collisions.zig");

pub const Kind = raw.Kind;

pub const Left = raw.Left;

pub const one_Config = raw.one_Config;

pub const Pair_one_Config = raw.Pair_one_Config;

pub const Right = raw.Right;

pub const Shape = raw.Shape;

pub const stat_ = raw.stat_;

pub const two_Config = raw.two_Config;

pub fn stat(stat__: *const raw.stat_) u32 {
    return raw.stat(stat__);
}

pub fn configs(Config: raw.one_Config, other: raw.two_Config) raw.Pair_one_Config {
    return raw.configs(Config, other);
}

pub fn turn(left: raw.Left, right: raw.Right) raw.Shape {
    return raw.turn(left, right);
}

pub fn LIMIT() u32 {
    return raw.LIMIT();
}

pub fn log(level: u32, index_: usize) bool {
    return raw.log(level, index_);
}

pub fn index(of: [*c]const u8) usize {
    return raw.index(of);
}

pub fn gammaf(at: f64) f64 {
    return raw.gammaf(at);
}
