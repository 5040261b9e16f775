pub struct Image { px: Vec<u8> }
#[no_mangle]
pub extern "C" fn image_new(n: usize) -> *mut Image { Box::into_raw(Box::new(Image { px: vec![0; n.min(4096)] })) }
/// Takes the image over.
#[no_mangle]
pub unsafe extern "C" fn image_encode(i: *mut Image) -> usize {
    if i.is_null() { return 0; }
    let image = Box::from_raw(i);
    image.px.len()
}
#[no_mangle]
pub unsafe extern "C" fn image_free(i: *mut Image) { if !i.is_null() { drop(Box::from_raw(i)); } }
