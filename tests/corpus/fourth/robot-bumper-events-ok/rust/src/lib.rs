mod sensor;

use std::ffi::c_void;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

pub type BumperFn = unsafe extern "C" fn(user: *mut c_void, side: u32, force: f32);

#[derive(Clone, Copy)]
struct Sink {
    call: BumperFn,
    user: *mut c_void,
}
// The owner of `user` promises that it may be used from the sensor thread.
unsafe impl Send for Sink {}

impl Sink {
    fn emit(&self, side: u32, force: f32) {
        unsafe { (self.call)(self.user, side, force) }
    }
}

pub struct Bumpers {
    stop: Arc<AtomicBool>,
    worker: Option<JoinHandle<()>>,
}

/// Starts sampling. `call` is called on the sensor thread.
#[no_mangle]
pub extern "C" fn bumpers_start(call: Option<BumperFn>, user: *mut c_void, hz: u32) -> *mut Bumpers {
    let Some(call) = call else { return std::ptr::null_mut() };
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    let sink = Sink { call, user };
    let period = Duration::from_millis(1000 / u64::from(hz.clamp(1, 1000)));
    let worker = std::thread::Builder::new().spawn(move || {
        let sink = sink;
        let mut sensors = sensor::Pair::default();
        while !flag.load(Ordering::Relaxed) {
            for (side, force) in sensors.poll() {
                sink.emit(side, force);
            }
            std::thread::sleep(period);
        }
    });
    Box::into_raw(Box::new(Bumpers { stop, worker: worker.ok() }))
}

/// Stops and waits for the thread.
///
/// # Safety
/// `b` comes from `bumpers_start` and is not used again.
#[no_mangle]
pub unsafe extern "C" fn bumpers_stop(b: *mut Bumpers) {
    if b.is_null() {
        return;
    }
    let mut b = Box::from_raw(b);
    b.stop.store(true, Ordering::Relaxed);
    if let Some(w) = b.worker.take() {
        let _ = w.join();
    }
}
