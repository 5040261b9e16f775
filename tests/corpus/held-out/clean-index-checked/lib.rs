const NAMES: [&[u8]; 3] = [b"low\0", b"mid\0", b"high\0"];

#[no_mangle]
pub extern "C" fn level_name(level: usize) -> *const u8 {
    if level >= NAMES.len() {
        return std::ptr::null();
    }
    NAMES[level].as_ptr()
}
