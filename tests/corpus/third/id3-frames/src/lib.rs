//! ID3v2.3 text frames for the player's library view.
mod frames;

use frames::Frame;
use std::ffi::c_char;
use std::ptr;

pub struct TagReader {
    frames: Vec<Frame>,
}

/// Parses the tag at the start of `data`; null when there is none.
#[no_mangle]
pub unsafe extern "C" fn tag_open(data: *const u8, len: usize) -> *mut TagReader {
    if data.is_null() {
        return ptr::null_mut();
    }
    let bytes = std::slice::from_raw_parts(data, len);
    match frames::parse(bytes) {
        Some(frames) => Box::into_raw(Box::new(TagReader { frames })),
        None => ptr::null_mut(),
    }
}

/// The text of the first frame with this four byte id, or null. Valid until `tag_close`.
#[no_mangle]
pub unsafe extern "C" fn tag_text(reader: *const TagReader, id: *const [u8; 4]) -> *const c_char {
    let (Some(reader), Some(id)) = (reader.as_ref(), id.as_ref()) else {
        return ptr::null();
    };
    for frame in &reader.frames {
        if frame.id == *id {
            return frame.text.as_ptr().cast();
        }
    }
    ptr::null()
}

#[no_mangle]
pub unsafe extern "C" fn tag_close(reader: *mut TagReader) {
    if !reader.is_null() {
        drop(Box::from_raw(reader));
    }
}
