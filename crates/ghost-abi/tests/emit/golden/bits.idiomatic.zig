//! Wrappers for `bits`, written by Ghost. Edits are lost.

pub const raw = @import("bits.zig");

pub const Mode = raw.Mode;

pub const Flags = raw.Flags;

pub const Wide = raw.Wide;

pub fn flagsNext(flags: raw.Flags) raw.Flags {
    return raw.flags_next(flags);
}

pub fn flagsClear(flags: *raw.Flags) void {
    return raw.flags_clear(flags);
}
