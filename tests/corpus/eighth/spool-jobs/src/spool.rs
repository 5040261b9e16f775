use std::ffi::c_void;
use std::panic::{self, AssertUnwindSafe};

#[repr(C)]
struct Job {
    data: *mut c_void,
    run: unsafe extern "C" fn(*mut c_void),
    drop: unsafe extern "C" fn(*mut c_void),
}

#[repr(C)]
struct Raw {
    _opaque: [u8; 0],
}

extern "C" {
    fn spool_new(cap: usize) -> *mut Raw;
    fn spool_free(spool: *mut Raw);
    /// Takes the job in every case; one that it has no room for is dropped.
    fn spool_push(spool: *mut Raw, job: Job) -> bool;
    fn spool_run(spool: *mut Raw, most: usize) -> usize;
}

unsafe extern "C" fn run<F: FnMut()>(data: *mut c_void) {
    let call = &mut *data.cast::<F>();
    let _ = panic::catch_unwind(AssertUnwindSafe(call));
}

unsafe extern "C" fn release<F: FnMut()>(data: *mut c_void) {
    let job = Box::from_raw(data.cast::<F>());
    let _ = panic::catch_unwind(AssertUnwindSafe(|| drop(job)));
}

/// Bears a null spool: then nothing can be queued.
pub struct Spool {
    raw: *mut Raw,
}

impl Spool {
    pub fn new(cap: usize) -> Self {
        Spool { raw: unsafe { spool_new(cap) } }
    }

    pub fn push<F: FnMut() + 'static>(&mut self, job: F) -> bool {
        let job = Job {
            data: Box::into_raw(Box::new(job)).cast(),
            run: run::<F>,
            drop: release::<F>,
        };
        unsafe { spool_push(self.raw, job) }
    }

    /// Runs up to so many jobs, oldest first.
    pub fn run(&mut self, most: usize) -> usize {
        unsafe { spool_run(self.raw, most) }
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        unsafe { spool_free(self.raw) }
    }
}
