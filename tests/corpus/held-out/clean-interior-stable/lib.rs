pub struct Frame {
    samples: Box<[f32]>,
}

#[no_mangle]
pub extern "C" fn frame_new(n: usize) -> *mut Frame {
    Box::into_raw(Box::new(Frame { samples: vec![0.0; n.min(4096)].into_boxed_slice() }))
}

/// Valid until `frame_free`.
#[no_mangle]
pub unsafe extern "C" fn frame_samples(f: *mut Frame, len: *mut usize) -> *mut f32 {
    let Some(f) = f.as_mut() else { return std::ptr::null_mut() };
    if let Some(len) = len.as_mut() {
        *len = f.samples.len();
    }
    f.samples.as_mut_ptr()
}

#[no_mangle]
pub unsafe extern "C" fn frame_free(f: *mut Frame) {
    if !f.is_null() {
        drop(Box::from_raw(f));
    }
}
