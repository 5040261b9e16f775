mod probe;

use std::ffi::c_void;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

pub type FoundFn = unsafe extern "C" fn(user: *mut c_void, port: u16, latency_us: u32);

/// The caller promises that `user` may be used from the thread of the scan.
struct Target {
    found: FoundFn,
    user: *mut c_void,
}

unsafe impl Send for Target {}

impl Target {
    fn report(&self, port: u16, latency_us: u32) {
        unsafe { (self.found)(self.user, port, latency_us) }
    }
}

pub struct Scan {
    stop: Arc<AtomicBool>,
    worker: Option<JoinHandle<()>>,
}

#[no_mangle]
pub extern "C" fn scan_start(
    seed: u32,
    found: Option<FoundFn>,
    user: *mut c_void,
) -> *mut Scan {
    let Some(found) = found else { return std::ptr::null_mut() };
    let target = Target { found, user };
    let stop = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&stop);
    let worker = thread::Builder::new().spawn(move || {
        let target = target;
        for port in 1..=1024u16 {
            if seen.load(Ordering::Relaxed) {
                break;
            }
            if let Some(latency) = probe::probe(seed, port) {
                target.report(port, latency);
            }
        }
    });
    match worker {
        Ok(w) => Box::into_raw(Box::new(Scan { stop, worker: Some(w) })),
        Err(_) => std::ptr::null_mut(),
    }
}

#[no_mangle]
pub unsafe extern "C" fn scan_running(s: *const Scan) -> bool {
    match s.as_ref() {
        Some(s) => s.worker.as_ref().is_some_and(|w| !w.is_finished()),
        None => false,
    }
}

/// Stops, waits for the thread and frees.
#[no_mangle]
pub unsafe extern "C" fn scan_finish(s: *mut Scan) {
    if s.is_null() {
        return;
    }
    let mut s = Box::from_raw(s);
    s.stop.store(true, Ordering::Relaxed);
    if let Some(w) = s.worker.take() {
        let _ = w.join();
    }
}
