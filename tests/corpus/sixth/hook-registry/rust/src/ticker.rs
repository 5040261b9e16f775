use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

pub struct Ticker {
    stop: Arc<AtomicBool>,
    handle: JoinHandle<()>,
}

impl Ticker {
    pub fn start(period_us: u32, mut f: impl FnMut(u64) + Send + 'static) -> Option<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&stop);
        let run = move || {
            let mut tick = 0;
            while !seen.load(Ordering::Acquire) {
                f(tick);
                tick += 1;
                thread::sleep(Duration::from_micros(u64::from(period_us.max(10))));
            }
        };
        let handle = thread::Builder::new().name("ticker".into()).spawn(run).ok()?;
        Some(Self { stop, handle })
    }

    pub fn stop(self) {
        self.stop.store(true, Ordering::Release);
        let _ = self.handle.join();
    }
}
