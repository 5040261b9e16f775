use std::num::NonZeroUsize;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::thread;

#[repr(C)]
pub struct View {
    pub data: *mut u8,
    pub width: usize,
    pub height: usize,
}

impl View {
    unsafe fn bytes<'a>(&self) -> Option<&'a [u8]> {
        let n = self.width.checked_mul(self.height)?;
        (!self.data.is_null() && n > 0).then(|| std::slice::from_raw_parts(self.data, n))
    }
    unsafe fn bytes_mut<'a>(&self) -> Option<&'a mut [u8]> {
        let n = self.width.checked_mul(self.height)?;
        (!self.data.is_null() && n > 0).then(|| std::slice::from_raw_parts_mut(self.data, n))
    }
}

fn blur_row(src: &[u8], dst: &mut [u8]) {
    for (i, d) in dst.iter_mut().enumerate() {
        let lo = i.saturating_sub(2);
        let win = src.get(lo..src.len().min(i.saturating_add(3))).unwrap_or(&[]);
        let sum: u32 = win.iter().map(|b| u32::from(*b)).sum();
        *d = (sum / (win.len().max(1) as u32)) as u8;
    }
}

fn blur(src: &[u8], dst: &mut [u8], width: usize, workers: usize) {
    let rows = (dst.len() / width).div_ceil(workers.max(1)).max(1);
    let part = rows * width;
    thread::scope(|s| {
        for (from, to) in src.chunks(part).zip(dst.chunks_mut(part)) {
            s.spawn(move || {
                for (a, b) in from.chunks(width).zip(to.chunks_mut(width)) {
                    blur_row(a, b);
                }
            });
        }
    });
}

/// `src` and `dst` do not overlap.
#[no_mangle]
pub unsafe extern "C" fn blur_horizontal(src: *const View, dst: *const View) -> bool {
    let (Some(src), Some(dst)) = (src.as_ref(), dst.as_ref()) else { return false };
    if (src.width, src.height) != (dst.width, dst.height) {
        return false;
    }
    let (Some(from), Some(to)) = (src.bytes(), dst.bytes_mut()) else { return false };
    let workers = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    catch_unwind(AssertUnwindSafe(|| blur(from, to, src.width, workers))).is_ok()
}
