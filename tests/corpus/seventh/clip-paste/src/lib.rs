mod buffer;
mod text;

use buffer::Buffer;

#[unsafe(no_mangle)]
pub extern "C" fn buffer_new() -> *mut Buffer {
    Box::into_raw(Box::default())
}

/// Appends the text, with the line ends made uniform; returns the number of characters.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn buffer_paste(b: *mut Buffer, data: *const u8, len: usize) -> usize {
    let (Some(b), false) = (unsafe { b.as_mut() }, data.is_null()) else { return 0 };
    b.paste(unsafe { text::borrow(data, len) })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn buffer_lines(b: *const Buffer) -> usize {
    unsafe { b.as_ref() }.map_or(0, Buffer::lines)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn buffer_free(b: *mut Buffer) {
    if !b.is_null() {
        drop(unsafe { Box::from_raw(b) });
    }
}
