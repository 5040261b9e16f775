mod node;

use node::{perft, Shared};
use std::sync::atomic::Ordering;
use std::sync::Arc;
use std::thread::JoinHandle;

pub struct Search {
    shared: Arc<Shared>,
    workers: Vec<JoinHandle<()>>,
}

impl Search {
    fn finish(&mut self) {
        self.shared.stop.store(true, Ordering::Relaxed);
        for w in self.workers.drain(..) {
            let _ = w.join();
        }
    }
}

impl Drop for Search {
    fn drop(&mut self) {
        self.finish();
    }
}

#[no_mangle]
pub extern "C" fn search_start(threads: u32, depth: u32) -> *mut Search {
    let shared = Arc::new(Shared::default());
    let workers = (0..threads.clamp(1, 8))
        .filter_map(|i| {
            let shared = Arc::clone(&shared);
            std::thread::Builder::new()
                .spawn(move || perft(&shared, u64::from(i), depth.min(6)))
                .ok()
        })
        .collect();
    Box::into_raw(Box::new(Search { shared, workers }))
}

/// Nodes so far; may be called from any thread.
///
/// # Safety
/// `s` comes from `search_start`.
#[no_mangle]
pub unsafe extern "C" fn search_nodes(s: *const Search) -> u64 {
    s.as_ref().map_or(0, |s| s.shared.nodes.load(Ordering::Relaxed))
}

/// # Safety
/// `s` comes from `search_start`.
#[no_mangle]
pub unsafe extern "C" fn search_done(s: *const Search) -> bool {
    s.as_ref().map_or(true, |s| s.workers.iter().all(JoinHandle::is_finished))
}

/// # Safety
/// `s` comes from `search_start` and is not used again.
#[no_mangle]
pub unsafe extern "C" fn search_free(s: *mut Search) {
    if !s.is_null() {
        drop(Box::from_raw(s));
    }
}
