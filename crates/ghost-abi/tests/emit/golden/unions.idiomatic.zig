//! Wrappers for `unions`, written by Ghost. Edits are lost.

pub const raw = @import("unions.zig");

pub const Kind = raw.Kind;

pub const Number = raw.Number;

pub const Tagged = raw.Tagged;

pub fn numberDouble(number: raw.Tagged) raw.Tagged {
    return raw.number_double(number);
}

pub fn numberOf(whole: i64) raw.Number {
    return raw.number_of(whole);
}

pub fn numberFirstByte(number: [*c]const raw.Number) u8 {
    return raw.number_first_byte(number);
}
