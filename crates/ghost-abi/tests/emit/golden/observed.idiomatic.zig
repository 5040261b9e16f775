//! Wrappers for `observed`, written by Ghost. Edits are lost.

pub const raw = @import("observed.zig");

pub const Dense = raw.Dense;

pub const Holes = raw.Holes;

pub const Natural = raw.Natural;

pub const Raised = raw.Raised;

pub fn natural(natural_: raw.Natural) u64 {
    return raw.natural(natural_);
}

pub fn dense(dense_: [*c]const raw.Dense, raised: [*c]const raw.Raised) u64 {
    return raw.dense(dense_, raised);
}

pub fn holes(holes_: ?*const raw.Holes) u64 {
    return raw.holes(holes_);
}
