use std::ptr;
use std::slice;

#[repr(C)]
pub struct Bins {
    pub counts: *mut u32,
    pub len: usize,
}

const MAX_BINS: usize = 4096;

fn histogram(samples: &[f32], bins: usize) -> Vec<u32> {
    let mut counts = Vec::with_capacity(bins + 8);
    counts.resize(bins, 0u32);
    for s in samples {
        let at = (s.clamp(0.0, 1.0) * bins as f32) as usize;
        if let Some(c) = counts.get_mut(at.min(bins - 1)) {
            *c = c.saturating_add(1);
        }
    }
    counts
}

#[no_mangle]
pub unsafe extern "C" fn bins_make(samples: *const f32, n: usize, bins: usize) -> Bins {
    if samples.is_null() || bins == 0 || bins > MAX_BINS {
        return Bins { counts: ptr::null_mut(), len: 0 };
    }
    let boxed = histogram(slice::from_raw_parts(samples, n), bins).into_boxed_slice();
    let len = boxed.len();
    Bins { counts: Box::into_raw(boxed).cast(), len }
}

#[no_mangle]
pub unsafe extern "C" fn bins_free(b: Bins) {
    if !b.counts.is_null() {
        drop(Box::from_raw(ptr::slice_from_raw_parts_mut(b.counts, b.len)));
    }
}
