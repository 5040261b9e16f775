use std::ffi::c_void;
use std::sync::atomic::{AtomicU32, Ordering};
extern "C" { fn walk(n: u32, visit: extern "C" fn(u32)); }
static SUM: AtomicU32 = AtomicU32::new(0);
extern "C" fn add(i: u32) { SUM.fetch_add(i, Ordering::Relaxed); }
pub fn sum(n: u32) -> u32 { SUM.store(0, Ordering::Relaxed); unsafe { walk(n, add) }; SUM.load(Ordering::Relaxed) }
pub type Context = *mut c_void;
