//! Finds beats in an envelope and shows each block to a callback.

use std::ffi::c_void;

mod onset;

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Options {
    pub threshold: f32,
    pub block: u32,
}

#[allow(improper_ctypes_definitions)]
pub type OnBlock = unsafe extern "C" fn(user: *mut c_void, index: u32, block: &[f32]) -> bool;

/// The number of beats, or -1 for options that make no sense.
///
/// # Safety
/// `samples` points to `len` values; `on_block` may be called with `user`.
#[no_mangle]
#[allow(improper_ctypes_definitions)]
pub unsafe extern "C" fn beats_detect(
    samples: *const f32,
    len: usize,
    options: Options,
    on_block: Option<OnBlock>,
    user: *mut c_void,
) -> i64 {
    if samples.is_null() || options.block == 0 || !(options.threshold > 0.0) {
        return -1;
    }
    let all = std::slice::from_raw_parts(samples, len);
    let mut detector = onset::Detector::new(options.threshold);
    let mut beats = 0;
    for (i, block) in all.chunks(options.block as usize).enumerate() {
        if !detector.feed(block) {
            continue;
        }
        beats += 1;
        if let Some(f) = on_block {
            if !f(user, i as u32, block) {
                break;
            }
        }
    }
    beats
}
