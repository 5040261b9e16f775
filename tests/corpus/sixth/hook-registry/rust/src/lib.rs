//! Runs hooks of the host program once per tick, on a thread of its own.

mod ticker;

use std::ffi::c_void;
use std::sync::{Arc, Mutex, PoisonError};
use ticker::Ticker;

type Hook = unsafe extern "C" fn(user: *mut c_void, tick: u64);

struct Entry {
    id: u64,
    hook: Hook,
    user: *mut c_void,
}

// The host promises that its hooks may run on any thread; they run one at a time.
unsafe impl Send for Entry {}

#[derive(Default)]
struct Hooks {
    entries: Vec<Entry>,
    last_id: u64,
}

pub struct Registry {
    hooks: Arc<Mutex<Hooks>>,
    ticker: Option<Ticker>,
}

fn run_all(hooks: &Mutex<Hooks>, tick: u64) {
    let hooks = hooks.lock().unwrap_or_else(PoisonError::into_inner);
    for e in &hooks.entries {
        unsafe { (e.hook)(e.user, tick) };
    }
}

/// Starts the thread; null if it cannot be started.
#[unsafe(no_mangle)]
pub extern "C" fn registry_start(period_us: u32) -> Option<Box<Registry>> {
    let hooks = Arc::<Mutex<Hooks>>::default();
    let shared = Arc::clone(&hooks);
    let ticker = Ticker::start(period_us, move |tick| run_all(&shared, tick))?;
    Some(Box::new(Registry { hooks, ticker: Some(ticker) }))
}

/// Adds a hook. It runs on the registry's thread and must not call back into the registry.
///
/// # Safety
/// `hook` may be called with `user` on another thread, until it is removed or the registry is stopped.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn hook_add(registry: &Registry, hook: Option<Hook>, user: *mut c_void) -> u64 {
    let Some(hook) = hook else { return 0 };
    let mut hooks = registry.hooks.lock().unwrap_or_else(PoisonError::into_inner);
    hooks.last_id += 1;
    let id = hooks.last_id;
    hooks.entries.push(Entry { id, hook, user });
    id
}

/// Takes a hook out. It is not running, and does not run again, once this has returned.
#[unsafe(no_mangle)]
pub extern "C" fn hook_remove(registry: &Registry, id: u64) -> bool {
    let mut hooks = registry.hooks.lock().unwrap_or_else(PoisonError::into_inner);
    let before = hooks.entries.len();
    hooks.entries.retain(|e| e.id != id);
    hooks.entries.len() < before
}

/// Waits for the thread and frees the registry.
#[unsafe(no_mangle)]
pub extern "C" fn registry_stop(registry: Option<Box<Registry>>) {
    if let Some(ticker) = registry.and_then(|mut r| r.ticker.take()) {
        ticker.stop();
    }
}
