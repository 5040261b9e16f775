use std::ffi::c_char;

/// Splits a text and hands out each part with its length.
///
/// # Safety
/// `text` has `len` bytes.
#[no_mangle]
pub unsafe extern "C" fn split_parts(text: *const u8, len: usize, part: extern "C" fn(*const c_char, usize)) {
    let bytes = std::slice::from_raw_parts(text, len);
    for piece in bytes.split(|b| *b == b' ') {
        part(piece.as_ptr().cast(), piece.len());
    }
}
