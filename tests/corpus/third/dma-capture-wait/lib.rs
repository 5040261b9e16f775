//! Level meter on top of the capture driver.
use std::cell::Cell;

#[repr(C)]
pub struct Job {
    _opaque: [u8; 0],
}

extern "C" {
    fn capture_start(out: *mut i16, len: usize) -> *mut Job;
    fn capture_ready(job: *const Job) -> bool;
    fn capture_finish(job: *mut Job);
}

/// A capture that is under way.
struct Capture {
    job: *mut Job,
    spins: Cell<u32>,
}

impl Capture {
    fn start(into: &mut [i16]) -> Option<Self> {
        let job = unsafe { capture_start(into.as_mut_ptr(), into.len()) };
        (!job.is_null()).then(|| Self { job, spins: Cell::new(0) })
    }

    fn ready(&self) -> bool {
        self.spins.set(self.spins.get().saturating_add(1));
        unsafe { capture_ready(self.job) }
    }

    fn finish(self) {
        unsafe { capture_finish(self.job) }
    }
}

/// Peak of a short capture, -1 while it is not ready.
#[no_mangle]
pub extern "C" fn meter_peak(len: u32) -> i32 {
    let mut samples = vec![0i16; len.min(4096) as usize];
    let Some(capture) = Capture::start(&mut samples) else { return -1 };
    let early = capture.ready();
    capture.finish();
    if early {
        return 0;
    }
    samples.iter().map(|s| i32::from(s.unsigned_abs())).max().unwrap_or(-1)
}
