use std::slice;

/// Averages the channels of interleaved samples; returns the number of frames written.
#[no_mangle]
pub unsafe extern "C" fn mix_down(
    samples: *const i16,
    count: usize,
    channels: u16,
    out: *mut i16,
    cap: usize,
) -> usize {
    if samples.is_null() || out.is_null() {
        return 0;
    }
    let samples = slice::from_raw_parts(samples, count);
    let mut frames = 0;
    for frame in samples.chunks_exact(usize::from(channels)).take(cap) {
        let sum: i64 = frame.iter().map(|s| i64::from(*s)).sum();
        out.add(frames).write((sum / i64::from(channels)) as i16);
        frames += 1;
    }
    frames
}
