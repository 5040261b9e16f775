fn word(b: &[u8]) -> u32 { u32::from(b[0]) | u32::from(b[1]) << 8 | u32::from(b[2]) << 16 | u32::from(b[3]) << 24 }
pub fn rate(data: &[u8]) -> Option<u32> {
    if !data.starts_with(b"RIFF") { return None }
    let rate = word(data.get(24..28)?);
    (rate != 0).then_some(rate)
}
