//! Wrappers for `enums`, written by Ghost. Edits are lost.

pub const raw = @import("enums.zig");

pub const Color = raw.Color;

pub const ErrorCode = error{
    InvalidInput,
    OutOfMemory,
};

fn checkErrorCode(result: raw.ErrorCode) ErrorCode!void {
    return switch (result) {
        .Success => {},
        .InvalidInput => error.InvalidInput,
        .OutOfMemory => error.OutOfMemory,
    };
}

pub const Huge = raw.Huge;

pub const Level = raw.Level;

pub const Nothing = raw.Nothing;

pub const Signed = raw.Signed;

pub fn colorNext(color: raw.Color) raw.Color {
    return raw.color_next(color);
}

pub fn errorOf(value: i32) ErrorCode!void {
    return checkErrorCode(raw.error_of(value));
}

pub fn signOf(value: i32) raw.Signed {
    return raw.sign_of(value);
}

pub fn hugeOther(huge: raw.Huge) raw.Huge {
    return raw.huge_other(huge);
}

pub fn levelRaise(level: raw.Level) raw.Level {
    return raw.level_raise(level);
}

pub fn nothingAtAll(nothing: raw.Nothing) raw.Nothing {
    return raw.nothing_at_all(nothing);
}
