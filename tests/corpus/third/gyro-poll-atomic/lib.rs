//! Polls a gyroscope on a thread of its own.
use std::ffi::c_void;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

pub type SampleFn = unsafe extern "C" fn(user: *mut c_void, x: i16, y: i16, z: i16);

struct Sink {
    call: SampleFn,
    user: *mut c_void,
}

// SAFETY: the owner of `user` promises that it may be used from the polling thread.
unsafe impl Send for Sink {}

impl Sink {
    fn emit(&self, s: [i16; 3]) {
        unsafe { (self.call)(self.user, s[0], s[1], s[2]) }
    }
}

pub struct Poller {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

fn read_bus(tick: u16) -> [i16; 3] {
    let t = (tick & 0x3ff) as i16;
    [t, -t, t / 2]
}

#[no_mangle]
pub extern "C" fn gyro_start(call: Option<SampleFn>, user: *mut c_void) -> *mut Poller {
    let Some(call) = call else { return std::ptr::null_mut() };
    let sink = Sink { call, user };
    let stop = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&stop);
    let started = thread::Builder::new().name("gyro".into()).spawn(move || {
        let sink = sink;
        let mut tick = 0u16;
        while !seen.load(Ordering::Acquire) {
            sink.emit(read_bus(tick));
            tick = tick.wrapping_add(1);
            thread::sleep(Duration::from_millis(2));
        }
    });
    match started {
        Ok(thread) => Box::into_raw(Box::new(Poller { stop, thread: Some(thread) })),
        Err(_) => std::ptr::null_mut(),
    }
}

/// Waits for the thread; no callback comes after this.
#[no_mangle]
pub unsafe extern "C" fn gyro_stop(poller: *mut Poller) {
    if poller.is_null() {
        return;
    }
    let mut poller = Box::from_raw(poller);
    poller.stop.store(true, Ordering::Release);
    if let Some(thread) = poller.thread.take() {
        let _ = thread.join();
    }
}
