//! Wrappers for `keywords`, written by Ghost. Edits are lost.

pub const raw = @import("keywords.zig");

pub const Option = raw.Option;

pub const Self = raw.Self;

pub const std = raw.std;

pub const @"type" = raw.type;

pub const @"u8" = raw.u8;

pub const @"union" = raw.@"union";

pub fn mainLoop(int_: i32, class: i32, new: i32, @"fn": i32, u8_: u8, self_: i32, std_: ?*const raw.std, main_loop: i32, arg8: i32, linux: i32, near: i32) i32 {
    return raw.main_loop(int_, class, new, @"fn", u8_, self_, std_, main_loop, arg8, linux, near);
}

pub fn delete(all: raw.type) raw.type {
    return raw.delete(all);
}

pub fn int(a: raw.u8) raw.u8 {
    return raw.int(a);
}

pub fn match(kind: raw.@"union") raw.Self {
    return raw.match(kind);
}

pub fn crate(option: ?*raw.Option) i32 {
    return raw.crate(option);
}

pub fn oddName1() i32 {
    return raw.@"odd.name$1"();
}

pub fn twice(a: i32, a_: i32) i32 {
    return raw.twice(a, a_);
}
