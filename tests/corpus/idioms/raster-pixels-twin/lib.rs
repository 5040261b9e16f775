use std::alloc::{Layout, alloc_zeroed, dealloc};
fn layout(w: u32, h: u32) -> Option<Layout> {
    let bytes = (w as usize).checked_mul(h as usize)?.checked_mul(4)?;
    if bytes == 0 { return None }
    Layout::from_size_align(bytes, 4).ok()
}
#[unsafe(no_mangle)]
pub extern "C" fn raster_alloc(w: u32, h: u32) -> *mut u32 {
    layout(w, h).map_or(std::ptr::null_mut(), |l| unsafe { alloc_zeroed(l) }.cast())
}
/// # Safety
/// From `raster_alloc` with the same size.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn raster_free(p: *mut u32, w: u32, h: u32) {
    if let (false, Some(l)) = (p.is_null(), layout(w, h)) { unsafe { dealloc(p.cast(), l) } }
}
