use std::sync::atomic::{AtomicBool, Ordering};
static ENABLED: AtomicBool = AtomicBool::new(false);
#[no_mangle]
pub extern "C" fn trace_enable(on: bool) -> bool {
    ENABLED.swap(on, Ordering::Relaxed)
}
