pub const Samples = u32;
pub const Granule = Samples;

pub fn seconds(at: Granule, rate: Granule) Granule {
    return at / @max(rate, 1);
}
