//! Peaks of a wave file for the timeline.
use std::slice;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Peak {
    pub low: i16,
    pub high: i16,
}

fn peak(samples: &[i16]) -> Peak {
    let low = samples.iter().copied().min().unwrap_or(0);
    let high = samples.iter().copied().max().unwrap_or(0);
    Peak { low, high }
}

struct Zoom {
    stride: usize,
}

impl Zoom {
    fn peaks<'a>(&self, samples: &'a [i16]) -> impl Iterator<Item = Peak> + 'a {
        samples.chunks_exact(self.stride.max(1)).map(peak)
    }
}

/// One peak for each `stride` samples; returns how many were written.
#[no_mangle]
pub unsafe extern "C" fn wave_peaks(
    samples: *const i16,
    count: usize,
    stride: u32,
    out: *mut Peak,
    room: usize,
) -> usize {
    if samples.is_null() || out.is_null() {
        return 0;
    }
    let zoom = Zoom { stride: stride as usize };
    let samples = slice::from_raw_parts(samples, count);
    let out = slice::from_raw_parts_mut(out, room);
    let mut written = 0usize;
    for (slot, peak) in out.iter_mut().zip(zoom.peaks(samples)) {
        *slot = peak;
        written = written.saturating_add(1);
    }
    written
}
