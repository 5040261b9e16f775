static BANNER: [u8; 5] = *b"hello";

#[no_mangle]
pub extern "C" fn banner_text() -> *const u8 {
    BANNER.as_ptr()
}
