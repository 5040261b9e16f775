mod biquad;

use biquad::Biquad;

pub const VERSION: u32 = 0x0001_0300;

/// What the host shows in its list.
#[no_mangle]
pub static FILTER_NAME: &str = "Two pole low pass";

#[no_mangle]
pub static FILTER_VERSION: u32 = VERSION;

#[no_mangle]
pub extern "C" fn filter_new(cutoff: f32, rate: f32) -> *mut Biquad {
    match Biquad::low_pass(cutoff, rate) {
        Some(filter) => Box::into_raw(Box::new(filter)),
        None => std::ptr::null_mut(),
    }
}

#[no_mangle]
pub unsafe extern "C" fn filter_free(filter: *mut Biquad) {
    if !filter.is_null() {
        drop(Box::from_raw(filter));
    }
}

#[no_mangle]
pub unsafe extern "C" fn filter_run(filter: *mut Biquad, samples: *mut f32, len: usize) {
    let (Some(filter), false) = (filter.as_mut(), samples.is_null()) else {
        return;
    };
    for sample in std::slice::from_raw_parts_mut(samples, len) {
        *sample = filter.step(*sample);
    }
}
