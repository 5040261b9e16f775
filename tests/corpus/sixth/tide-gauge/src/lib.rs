mod ffi;

use std::ptr::NonNull;

pub struct Gauge(NonNull<ffi::Gauge>);

#[derive(Clone, Copy, Debug)]
pub struct Reference {
    pub level_mm: i32,
    pub counts: i32,
}

impl Gauge {
    pub fn new() -> Option<Gauge> {
        NonNull::new(unsafe { ffi::gauge_new() }).map(Gauge)
    }

    pub fn calibrate(&mut self, low: Reference, high: Reference) -> bool {
        unsafe { ffi::gauge_calibrate(self.0.as_ptr(), low.level_mm, low.counts, high.level_mm, high.counts) }
    }

    pub fn feed<I: IntoIterator<Item = i32>>(&mut self, counts: I) -> Option<i32> {
        let raw = self.0.as_ptr();
        counts.into_iter().map(|c| unsafe { ffi::gauge_feed(raw, c) }).last()
    }

    pub fn faults(&self) -> u32 {
        unsafe { ffi::gauge_faults(self.0.as_ptr()) }
    }
}

impl Drop for Gauge {
    fn drop(&mut self) {
        unsafe { ffi::gauge_free(self.0.as_ptr()) }
    }
}
