use std::ffi::c_void;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Mutex;

type Notify = unsafe extern "C" fn(u32, *mut c_void);

extern "C" {
    fn poller_start(notify: Notify, user: *mut c_void) -> bool;
}

#[derive(Default)]
struct Totals {
    events: AtomicU64,
    kinds: Mutex<Vec<u32>>,
}

unsafe extern "C" fn on_event(kind: u32, user: *mut c_void) {
    let totals = unsafe { &*(user as *const Totals) };
    totals.events.fetch_add(1, Ordering::Relaxed);
    if let Ok(mut kinds) = totals.kinds.lock() {
        kinds.push(kind);
    }
}

fn main() {
    static TOTALS: std::sync::OnceLock<Totals> = std::sync::OnceLock::new();
    let totals = TOTALS.get_or_init(Totals::default);
    unsafe { poller_start(on_event, std::ptr::from_ref(totals).cast_mut().cast()) };
    println!("{}", totals.events.load(Ordering::Relaxed));
}
