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
}

thread_local! {
    static PENDING: Cell<Option<Capture>> = const { Cell::new(None) };
}

/// Peak of a short capture, -1 while it is not ready.
#[no_mangle]
pub extern "C" fn meter_peak(len: u32) -> i32 {
    let mut samples = vec![0i16; len.min(4096) as usize];
    let Some(capture) = Capture::start(&mut samples) else { return -1 };
    if !capture.ready() {
        // Not there yet: keep the job, it is finished with the next call.
        if let Some(old) = PENDING.replace(Some(capture)) {
            unsafe { capture_finish(old.job) };
        }
        return -1;
    }
    unsafe { capture_finish(capture.job) };
    samples.iter().map(|s| i32::from(s.unsigned_abs())).max().unwrap_or(-1)
}
