#[no_mangle]
pub unsafe extern "C" fn slug_make(title: *const u8, len: usize, out_len: *mut usize) -> *mut u8 {
    if title.is_null() || out_len.is_null() {
        return std::ptr::null_mut();
    }
    let mut slug: Vec<u8> = Vec::with_capacity(len);
    for byte in std::slice::from_raw_parts(title, len) {
        match byte.to_ascii_lowercase() {
            b @ (b'a'..=b'z' | b'0'..=b'9') => slug.push(b),
            _ if slug.last().is_some_and(|b| *b != b'-') => slug.push(b'-'),
            _ => {}
        }
    }
    let slug = slug.into_boxed_slice();
    *out_len = slug.len();
    Box::into_raw(slug).cast()
}

#[no_mangle]
pub unsafe extern "C" fn slug_free(slug: *mut u8, len: usize) {
    if !slug.is_null() {
        drop(Box::from_raw(std::ptr::slice_from_raw_parts_mut(slug, len)));
    }
}
