#[derive(Default)]
pub struct Rope { text: String }
#[unsafe(no_mangle)]
pub extern "C" fn rope_new() -> *mut Rope { Box::into_raw(Box::default()) }
/// # Safety
/// From `rope_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rope_free(r: *mut Rope) { if !r.is_null() { drop(unsafe { Box::from_raw(r) }) } }
/// # Safety
/// From `rope_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rope_add(r: *mut Rope, c: u32) -> bool {
    match (unsafe { r.as_mut() }, char::from_u32(c)) { (Some(r), Some(c)) => { r.text.push(c); true } _ => false }
}
/// Valid until the rope is changed.
/// # Safety
/// From `rope_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rope_bytes(r: *const Rope, len: *mut usize) -> *const u8 {
    let Some(r) = (unsafe { r.as_ref() }) else { return std::ptr::null() };
    if let Some(len) = unsafe { len.as_mut() } { *len = r.text.len(); }
    r.text.as_ptr()
}
