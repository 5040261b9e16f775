mod wav;
/// # Safety
/// `data` holds `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wav_rate(data: *const u8, len: usize) -> u32 {
    if data.is_null() { return 0 }
    let data = unsafe { std::slice::from_raw_parts(data, len) };
    wav::rate(data).unwrap_or(0)
}
