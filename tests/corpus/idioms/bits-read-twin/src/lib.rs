pub struct Bits<'a> { bytes: &'a [u8], at: usize }
impl Bits<'_> {
    fn bit(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.at / 8)?;
        let bit = byte >> (7 - self.at % 8) & 1;
        self.at += 1;
        Some(bit)
    }
    fn take(&mut self, n: u32) -> Option<u32> {
        let mut v = 0;
        for _ in 0..n { v = v << 1 | u32::from(self.bit()?); }
        Some(v)
    }
}
/// # Safety
/// `bytes` holds `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bits_at(bytes: *const u8, len: usize, at: usize, n: u32) -> u32 {
    if bytes.is_null() || n > 32 { return 0 }
    let mut bits = Bits { bytes: unsafe { std::slice::from_raw_parts(bytes, len) }, at };
    bits.take(n).unwrap_or(0)
}
