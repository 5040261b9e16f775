unsafe extern "C" {
    fn bad_01(i: usize) -> u32;
    fn bad_16(p: *const u32) -> u32;
}

pub fn first() -> u32 {
    unsafe { bad_01(1) + bad_16(std::ptr::null()) }
}
