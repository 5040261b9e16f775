/// Walks over text that outlives it.
pub struct Lines {
    at: *const u8,
    end: *const u8,
}

#[no_mangle]
pub unsafe extern "C" fn lines_open(text: *const u8, len: usize) -> *mut Lines {
    if text.is_null() {
        return std::ptr::null_mut();
    }
    Box::into_raw(Box::new(Lines { at: text, end: text.add(len) }))
}

#[no_mangle]
pub unsafe extern "C" fn lines_next(l: *mut Lines, len: *mut usize) -> *const u8 {
    let (Some(l), Some(len)) = (l.as_mut(), len.as_mut()) else { return std::ptr::null() };
    if l.at == l.end {
        return std::ptr::null();
    }
    let start = l.at;
    while l.at != l.end && *l.at != b'\n' {
        l.at = l.at.add(1);
    }
    *len = l.at.offset_from(start) as usize;
    if l.at != l.end {
        l.at = l.at.add(1);
    }
    start
}

#[no_mangle]
pub unsafe extern "C" fn lines_close(l: *mut Lines) {
    if !l.is_null() {
        drop(Box::from_raw(l));
    }
}
