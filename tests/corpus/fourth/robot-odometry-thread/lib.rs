use std::ffi::c_void;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

pub type TickFn = unsafe extern "C" fn(user: *mut c_void, left: i32, right: i32);

struct Listener {
    call: TickFn,
    user: *mut c_void,
}
// Documented in odometry_start: `user` is used from the reader thread.
unsafe impl Send for Listener {}

impl Listener {
    fn tick(&self, left: i32, right: i32) {
        unsafe { (self.call)(self.user, left, right) }
    }
}

pub struct Odometry {
    stop: Arc<AtomicBool>,
    reader: Option<JoinHandle<u32>>,
}

/// Starts the reader. `call` runs on its thread until `odometry_stop` has
/// returned, `user` must be usable from there.
#[unsafe(no_mangle)]
pub extern "C" fn odometry_start(call: Option<TickFn>, user: *mut c_void) -> *mut Odometry {
    let Some(call) = call else { return std::ptr::null_mut() };
    let listener = Listener { call, user };
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    let reader = thread::Builder::new().name("odometry".into()).spawn(move || {
        let listener = listener;
        let mut ticks = 0u32;
        while !flag.load(Ordering::Acquire) {
            ticks = ticks.wrapping_add(1);
            listener.tick((ticks % 5) as i32, (ticks % 4) as i32);
            thread::sleep(Duration::from_millis(2));
        }
        ticks
    });
    match reader {
        Ok(reader) => Box::into_raw(Box::new(Odometry { stop, reader: Some(reader) })),
        Err(_) => std::ptr::null_mut(),
    }
}

/// Stops, waits, and gives the number of ticks.
///
/// # Safety
/// `o` comes from `odometry_start` and is not used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn odometry_stop(o: *mut Odometry) -> u32 {
    if o.is_null() {
        return 0;
    }
    let mut o = unsafe { Box::from_raw(o) };
    o.stop.store(true, Ordering::Release);
    o.reader.take().and_then(|r| r.join().ok()).unwrap_or(0)
}
