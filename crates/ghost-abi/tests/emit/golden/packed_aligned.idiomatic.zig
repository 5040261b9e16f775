//! Wrappers for `packed_aligned`, written by Ghost. Edits are lost.

pub const raw = @import("packed_aligned.zig");

pub const Aligned = raw.Aligned;

pub const Floats = raw.Floats;

pub const Lazy = raw.Lazy;

pub const Packed = raw.Packed;

pub const Outer = raw.Outer;

pub const PackedTwo = raw.PackedTwo;

pub const packedSum = raw.packed_sum;

pub const floatsScale = raw.floats_scale;

pub fn packedTwo(@"packed": [*c]const raw.PackedTwo) u64 {
    return raw.packed_two(@"packed");
}

pub fn alignedAddress(aligned: [*c]const raw.Aligned) usize {
    return raw.aligned_address(aligned);
}

pub fn outerMake() raw.Outer {
    return raw.outer_make();
}

pub fn lazy(lazy_: raw.Lazy) u64 {
    return raw.lazy(lazy_);
}
