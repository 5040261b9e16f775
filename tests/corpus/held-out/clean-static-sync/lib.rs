use std::cell::RefCell;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, RwLock};

static HITS: AtomicUsize = AtomicUsize::new(0);
static LOG: Mutex<Vec<u32>> = Mutex::new(Vec::new());
static CONF: RwLock<u32> = RwLock::new(0);

thread_local! {
    static LAST: RefCell<u32> = const { RefCell::new(0) };
}

#[no_mangle]
pub extern "C" fn record(v: u32) -> usize {
    if let Ok(mut log) = LOG.lock() {
        log.push(v);
    }
    if let Ok(mut conf) = CONF.write() {
        *conf = v;
    }
    LAST.with(|l| l.replace(v));
    HITS.fetch_add(1, Ordering::SeqCst)
}
