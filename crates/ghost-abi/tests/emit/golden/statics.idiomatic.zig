//! Wrappers for `statics`, written by Ghost. Edits are lost.

pub const raw = @import("statics.zig");

pub const Secret = raw.Secret;

pub const Version = raw.Version;

pub fn count() u64 {
    return raw.count();
}
