use std::sync::atomic::{AtomicU32, Ordering};

static LEVEL: AtomicU32 = AtomicU32::new(0);

#[no_mangle]
pub extern "C" fn siren_level(cm: u32) -> bool {
    LEVEL.store(cm, Ordering::Relaxed);
    cm >= 350
}

/// Only where alarms are held back; gives the last level.
#[cfg(feature = "buffered")]
#[no_mangle]
pub extern "C" fn siren_flush() -> u32 {
    LEVEL.swap(0, Ordering::Relaxed)
}
