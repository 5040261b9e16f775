//! Feeds an in-memory stream to the Zig QOI reader.
mod source;

use source::Source;
use std::ffi::c_void;

#[repr(C)]
pub struct Io {
    pub user: *mut c_void,
    pub read: unsafe extern "C" fn(*mut c_void, *mut u8, usize) -> usize,
}

unsafe extern "C" {
    fn qoi_size(io: *const Io, width: *mut u32, height: *mut u32) -> bool;
}

/// Number of pixels of the image, 0 when it is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn image_pixels(data: *const u8, len: usize) -> u64 {
    if data.is_null() {
        return 0;
    }
    let mut source = Source::new(unsafe { std::slice::from_raw_parts(data, len) });
    let io = Io { user: (&raw mut source).cast(), read: source::read };
    let (mut width, mut height) = (0, 0);
    if !unsafe { qoi_size(&io, &mut width, &mut height) } {
        return 0;
    }
    u64::from(width) * u64::from(height)
}
