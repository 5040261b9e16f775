pub struct Image { pixels: Vec<u8>, width: u32 }
#[no_mangle]
pub extern "C" fn image_new(width: u32) -> *mut Image { Box::into_raw(Box::new(Image { pixels: vec![0; 64], width })) }
#[no_mangle]
pub unsafe extern "C" fn image_pixels(i: *const Image) -> *const u8 { i.as_ref().map_or(std::ptr::null(), |i| i.pixels.as_ptr()) }
#[no_mangle]
pub unsafe extern "C" fn image_width(i: *const Image) -> u32 { i.as_ref().map_or(0, |i| i.width) }
#[no_mangle]
pub unsafe extern "C" fn image_free(i: *mut Image) { if !i.is_null() { drop(Box::from_raw(i)); } }
