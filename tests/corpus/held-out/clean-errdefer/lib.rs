pub struct Image {
    pixels: Vec<u8>,
}

#[no_mangle]
pub extern "C" fn image_new(size: usize) -> *mut Image {
    if size > 1 << 20 {
        return std::ptr::null_mut();
    }
    Box::into_raw(Box::new(Image { pixels: vec![0; size] }))
}

#[no_mangle]
pub unsafe extern "C" fn image_valid(i: *const Image) -> bool {
    i.as_ref().is_some_and(|i| !i.pixels.is_empty())
}

#[no_mangle]
pub unsafe extern "C" fn image_free(i: *mut Image) {
    if !i.is_null() {
        drop(Box::from_raw(i));
    }
}
