//! Linear resampler for the voice chat.
use std::slice;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Format {
    pub rate: u32,
    pub channels: u16,
}

const MOST_CHANNELS: u16 = 8;

impl Format {
    fn usable(&self) -> bool {
        self.rate >= 8000 && (1..=MOST_CHANNELS).contains(&self.channels)
    }

    fn frames(&self, samples: usize) -> usize {
        samples / usize::from(self.channels)
    }
}

fn lerp(a: f32, b: f32, t: f32) -> f32 {
    a + (b - a) * t
}

/// Resamples interleaved audio. Returns the number of samples written.
#[no_mangle]
pub unsafe extern "C" fn resample(
    from: Format,
    input: *const f32,
    samples: usize,
    to_rate: u32,
    output: *mut f32,
    room: usize,
) -> usize {
    if input.is_null() || output.is_null() || to_rate == 0 || !from.usable() {
        return 0;
    }
    let input = slice::from_raw_parts(input, samples);
    let output = slice::from_raw_parts_mut(output, room);
    let step = f64::from(from.rate) / f64::from(to_rate);
    let channels = usize::from(from.channels);
    let frames = from.frames(samples);
    let mut written = 0;
    for (n, slot) in output.iter_mut().enumerate() {
        let frame = n.checked_div(channels).unwrap_or(0);
        let channel = n.checked_rem(channels).unwrap_or(0);
        let at = frame as f64 * step;
        let base = at as usize;
        if base.saturating_add(1) >= frames {
            break;
        }
        let index = base.saturating_mul(channels).saturating_add(channel);
        let a = input.get(index).copied().unwrap_or(0.0);
        let b = input.get(index.saturating_add(channels)).copied().unwrap_or(a);
        *slot = lerp(a, b, at.fract() as f32);
        written = n.saturating_add(1);
    }
    written
}
