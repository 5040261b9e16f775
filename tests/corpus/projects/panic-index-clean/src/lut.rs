static LUT: [u8; 256] = [0; 256];
pub(crate) fn at(i: usize) -> u8 {
    LUT.get(i).copied().unwrap_or(0)
}
