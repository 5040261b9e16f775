use std::ffi::c_int;
use std::thread;

unsafe extern "C" {
    /// Blurs `dst` from `src`; both have `len` values, `radius` is at most 8.
    fn blur_line(src: *const f32, dst: *mut f32, len: usize, radius: u32, stats: *mut Stats) -> c_int;
}

#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct Stats {
    pub lines: u64,
    pub peak: f32,
}

impl Stats {
    fn merge(self, other: Self) -> Self {
        Self { lines: self.lines + other.lines, peak: self.peak.max(other.peak) }
    }
}

#[derive(Debug, PartialEq, Eq)]
pub struct BadRadius(pub u32);

fn lines(src: &[f32], dst: &mut [f32], width: usize, radius: u32) -> Result<Stats, BadRadius> {
    let mut stats = Stats::default();
    for (s, d) in src.chunks_exact(width).zip(dst.chunks_exact_mut(width)) {
        let code = unsafe { blur_line(s.as_ptr(), d.as_mut_ptr(), width, radius, &mut stats) };
        if code != 0 {
            return Err(BadRadius(radius));
        }
    }
    Ok(stats)
}

/// Blurs every line of an image, on at most `threads` threads.
pub fn blur(image: &[f32], width: usize, radius: u32, threads: usize) -> Result<(Vec<f32>, Stats), BadRadius> {
    let mut out = vec![0.0; image.len()];
    if width == 0 || image.is_empty() {
        return Ok((out, Stats::default()));
    }
    let height = image.len() / width;
    let chunk = height.div_ceil(threads.max(1)).max(1) * width;
    let results: Vec<_> = thread::scope(|scope| {
        let work = image.chunks(chunk).zip(out.chunks_mut(chunk));
        let handles: Vec<_> = work.map(|(s, d)| scope.spawn(move || lines(s, d, width, radius))).collect();
        handles.into_iter().map(|h| h.join().unwrap_or(Err(BadRadius(radius)))).collect()
    });
    let stats = results.into_iter().try_fold(Stats::default(), |all, r| r.map(|s| all.merge(s)))?;
    Ok((out, stats))
}
