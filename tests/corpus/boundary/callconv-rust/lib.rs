#[no_mangle]
pub fn area(w: u32, h: u32) -> u64 {
    u64::from(w) * u64::from(h)
}
