//! Wrappers for `constants`, written by Ghost. Edits are lost.

pub const raw = @import("constants.zig");

pub const Id = raw.Id;

pub const Mode = raw.Mode;

pub fn limit(MAX_ITEMS: usize, id: raw.Id) raw.Mode {
    return raw.limit(MAX_ITEMS, id);
}
