use std::ffi::c_void;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

pub struct Sampler {
    stop: Arc<AtomicBool>,
    worker: Option<JoinHandle<()>>,
}

#[no_mangle]
pub extern "C" fn sampler_start(sample: extern "C" fn(u32, *mut c_void), user: *mut c_void) -> *mut Sampler {
    let stop = Arc::new(AtomicBool::new(false));
    let (flag, user) = (Arc::clone(&stop), user as usize);
    let worker = thread::spawn(move || {
        let mut n = 0;
        while !flag.load(Ordering::Acquire) {
            sample(n, user as *mut c_void);
            n += 1;
        }
    });
    Box::into_raw(Box::new(Sampler { stop, worker: Some(worker) }))
}

/// Waits until the thread is gone.
///
/// # Safety
/// `sampler` comes from `sampler_start`.
#[no_mangle]
pub unsafe extern "C" fn sampler_stop(sampler: *mut Sampler) {
    let mut sampler = Box::from_raw(sampler);
    sampler.stop.store(true, Ordering::Release);
    if let Some(worker) = sampler.worker.take() {
        let _ = worker.join();
    }
}
