extern "C" {
    fn ring_pending() -> u32;
    fn ring_capacity() -> u32;
}
pub fn fill_ratio() -> f64 {
    let (pending, capacity) = unsafe { (ring_pending(), ring_capacity()) };
    f64::from(pending as u32) / f64::from(capacity)
}
