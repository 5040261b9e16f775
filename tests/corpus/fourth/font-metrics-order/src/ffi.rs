use crate::face::Face;

#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct Metrics {
    pub units_per_em: u16,
    pub weight: u16,
    pub ascent: i32,
    pub descent: i32,
    pub line_gap: i32,
    pub x_height: i32,
}

#[unsafe(no_mangle)]
pub extern "C" fn face_load(index: u32) -> *mut Face {
    match Face::builtin(index) {
        Some(f) => Box::into_raw(Box::new(f)),
        None => std::ptr::null_mut(),
    }
}

/// # Safety
/// `f` comes from `face_load`, `out` is valid for writes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn face_metrics(f: *const Face, out: *mut Metrics) -> bool {
    let (Some(f), Some(out)) = (unsafe { f.as_ref() }, unsafe { out.as_mut() }) else {
        return false;
    };
    *out = f.metrics();
    true
}

/// # Safety
/// `f` comes from `face_load` and is not used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn face_unload(f: *mut Face) {
    if !f.is_null() {
        drop(unsafe { Box::from_raw(f) });
    }
}
