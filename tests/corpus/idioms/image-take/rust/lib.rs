pub struct Image { px: Vec<u32> }
pub struct Layer { image: Option<Box<Image>>, alpha: f32 }
#[unsafe(no_mangle)]
pub extern "C" fn image_new(n: usize) -> *mut Image { Box::into_raw(Box::new(Image { px: vec![0; n.min(1 << 20)] })) }
/// # Safety
/// From `image_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn image_free(i: *mut Image) { if !i.is_null() { drop(unsafe { Box::from_raw(i) }) } }
#[unsafe(no_mangle)]
pub extern "C" fn layer_new() -> *mut Layer { Box::into_raw(Box::new(Layer { image: None, alpha: 1.0 })) }
/// The layer takes the image over.
/// # Safety
/// Both are alive.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn layer_set(l: *mut Layer, i: *mut Image) {
    if let Some(l) = unsafe { l.as_mut() } {
        l.image = if i.is_null() { None } else { Some(unsafe { Box::from_raw(i) }) };
    }
}
#[unsafe(no_mangle)]
pub extern "C" fn layer_weight(l: &Layer) -> f32 { l.alpha * l.image.as_ref().map_or(0.0, |i| i.px.len() as f32) }
/// # Safety
/// From `layer_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn layer_free(l: *mut Layer) { if !l.is_null() { drop(unsafe { Box::from_raw(l) }) } }
