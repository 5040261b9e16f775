use std::ffi::{CStr, c_char};
pub struct Model { path: String }
/// # Safety
/// `path` is a C string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn model_load(path: *const c_char) -> Option<Box<Model>> {
    if path.is_null() { return None }
    let path = unsafe { CStr::from_ptr(path) }.to_str().ok()?.to_owned();
    let m = Model { path };
    (!m.path.is_empty()).then(|| Box::new(m))
}
#[unsafe(no_mangle)]
pub extern "C" fn model_free(_: Option<Box<Model>>) {}
