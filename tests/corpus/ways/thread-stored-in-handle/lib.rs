use std::ffi::c_void;
use std::thread::{self, JoinHandle};
use std::time::Duration;

pub type Tick = extern "C" fn(u32, *mut c_void);

pub struct Ticker {
    tick: Tick,
    user: usize,
    worker: Option<JoinHandle<()>>,
}

#[no_mangle]
pub extern "C" fn ticker_new(tick: Tick, user: *mut c_void) -> *mut Ticker {
    Box::into_raw(Box::new(Ticker { tick, user: user as usize, worker: None }))
}

/// # Safety
/// `ticker` comes from `ticker_new`.
#[no_mangle]
pub unsafe extern "C" fn ticker_start(ticker: *mut Ticker) {
    let ticker = &mut *ticker;
    let (tick, user) = (ticker.tick, ticker.user);
    ticker.worker = Some(thread::spawn(move || {
        for n in 0..10 {
            tick(n, user as *mut c_void);
            thread::sleep(Duration::from_millis(5));
        }
    }));
}

/// # Safety
/// `ticker` comes from `ticker_new`.
#[no_mangle]
pub unsafe extern "C" fn ticker_free(ticker: *mut Ticker) {
    let mut ticker = Box::from_raw(ticker);
    if let Some(worker) = ticker.worker.take() {
        let _ = worker.join();
    }
}
