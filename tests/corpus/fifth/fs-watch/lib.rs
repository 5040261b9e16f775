use std::ffi::c_void;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, SystemTime};

type OnChange = unsafe extern "C" fn(user: *mut c_void, index: u32, size: u64);

struct Target {
    cb: OnChange,
    user: *mut c_void,
}

// SAFETY: user belongs to whoever registered it
unsafe impl Send for Target {}

impl Target {
    fn fire(&self, index: u32, size: u64) {
        unsafe { (self.cb)(self.user, index, size) }
    }
}

pub struct Watcher {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

const PATHS: [&str; 3] = ["/etc/hosts", "/etc/passwd", "/var/watch.me"];

fn stat(p: &PathBuf) -> Option<(SystemTime, u64)> {
    let m = std::fs::metadata(p).ok()?;
    Some((m.modified().ok()?, m.len()))
}

fn watch(target: Target, stop: &AtomicBool, every: Duration) {
    let paths: Vec<PathBuf> = PATHS.iter().map(PathBuf::from).collect();
    let mut last: Vec<_> = paths.iter().map(stat).collect();
    while !stop.load(Ordering::Acquire) {
        for (i, (p, old)) in paths.iter().zip(last.iter_mut()).enumerate() {
            let now = stat(p);
            if now != *old {
                target.fire(i as u32, now.map_or(0, |n| n.1));
                *old = now;
            }
        }
        std::thread::sleep(every);
    }
}

/// `cb` is called on the thread of the watcher until `watch_stop` returns.
#[no_mangle]
pub extern "C" fn watch_start(cb: Option<OnChange>, user: *mut c_void, every_ms: u32) -> *mut Watcher {
    let Some(cb) = cb else { return std::ptr::null_mut() };
    let stop = Arc::new(AtomicBool::new(false));
    let target = Target { cb, user };
    let seen = Arc::clone(&stop);
    let every = Duration::from_millis(u64::from(every_ms.max(1)));
    match Builder::new().spawn(move || watch(target, &seen, every)) {
        Ok(t) => Box::into_raw(Box::new(Watcher { stop, thread: Some(t) })),
        Err(_) => std::ptr::null_mut(),
    }
}

#[no_mangle]
pub unsafe extern "C" fn watch_stop(w: *mut Watcher) {
    if w.is_null() {
        return;
    }
    let mut w = Box::from_raw(w);
    w.stop.store(true, Ordering::Release);
    if let Some(t) = w.thread.take() {
        let _ = t.join();
    }
}
