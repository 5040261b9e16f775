//! Wrappers for `moved`, written by Ghost. Edits are lost.

pub const raw = @import("moved.zig");

pub const Align16 = raw.Align16;

pub const Lanes = raw.Lanes;

pub const Nest = raw.Nest;

pub const Seen = raw.Seen;

pub const Split = raw.Split;

pub const Wide = raw.Wide;

pub fn lanesSum(lanes: [*c]const raw.Lanes) f32 {
    return raw.lanes_sum(lanes);
}

pub const splitSwap = raw.split_swap;

pub const wideSwap = raw.wide_swap;

pub fn nestEnd(nest: [*c]const raw.Nest) u16 {
    return raw.nest_end(nest);
}

pub fn seen(seen_: [*c]const raw.Seen, other: ?*const raw.Align16) u16 {
    return raw.seen(seen_, other);
}
