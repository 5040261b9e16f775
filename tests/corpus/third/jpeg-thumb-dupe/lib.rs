//! Thumbnails: a box filter over grey images.
mod filter;

#[repr(C)]
pub struct Thumb {
    pub pixels: *mut u8,
    pub len: usize,
    pub width: u32,
}

/// A thumbnail of the image; `pixels` is null when there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn thumb_make(image: *const u8, width: u32, height: u32) -> Thumb {
    let none = Thumb { pixels: std::ptr::null_mut(), len: 0, width: 0 };
    let size = (width as usize).saturating_mul(height as usize);
    if image.is_null() || size == 0 {
        return none;
    }
    let image = unsafe { std::slice::from_raw_parts(image, size) };
    let small = filter::half(image, width as usize);
    let small: &'static mut [u8] = Box::leak(small.into_boxed_slice());
    Thumb { pixels: small.as_mut_ptr(), len: small.len(), width: width / 2 }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn thumb_free(thumb: Thumb) {
    if !thumb.pixels.is_null() {
        let pixels = std::ptr::slice_from_raw_parts_mut(thumb.pixels, thumb.len);
        drop(unsafe { Box::from_raw(pixels) });
    }
}
