/// # Safety
/// `data` has `len` bytes.
#[no_mangle]
pub unsafe extern "C" fn upper_count(data: *const u8, len: usize) -> u32 {
    let bytes = unsafe { std::slice::from_raw_parts(data, len) };
    let text = unsafe { &*(bytes as *const [u8] as *const str) };
    text.chars().filter(|c| c.is_uppercase()).map(|_| 1).sum()
}
