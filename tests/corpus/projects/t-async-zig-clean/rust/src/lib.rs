extern "C" { fn bg_increment(p: *mut u8, n: usize) -> bool; }
pub fn increment() -> bool {
    let mut data = [0u8; 64];
    unsafe { bg_increment(data.as_mut_ptr(), data.len()) }
}
