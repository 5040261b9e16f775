use std::sync::atomic::{AtomicU64, Ordering};

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Trace,
    Debug,
    Info,
    Warn,
    Error,
}

impl Severity {
    const ALL: [Severity; 5] =
        [Severity::Trace, Severity::Debug, Severity::Info, Severity::Warn, Severity::Error];

    fn slot(self) -> usize {
        Self::ALL.iter().position(|s| *s == self).unwrap_or(0)
    }
}

static COUNTS: [AtomicU64; 5] = [const { AtomicU64::new(0) }; 5];
static BYTES: AtomicU64 = AtomicU64::new(0);

fn bump(sev: Severity, n: usize) {
    if let Some(c) = COUNTS.get(sev.slot()) {
        c.fetch_add(1, Ordering::Relaxed);
    }
    BYTES.fetch_add(n as u64, Ordering::Relaxed);
}

/// Called for each record; text may be any bytes.
#[no_mangle]
#[allow(improper_ctypes_definitions)]
pub unsafe extern "C" fn log_record(sev: Severity, text: *const u8, len: usize) -> bool {
    if text.is_null() || sev < Severity::Info {
        return false;
    }
    let text = std::slice::from_raw_parts(text, len);
    bump(sev, text.iter().filter(|b| !b.is_ascii_control()).count());
    true
}

#[no_mangle]
pub extern "C" fn log_bytes() -> u64 {
    BYTES.load(Ordering::Relaxed)
}

#[no_mangle]
pub extern "C" fn log_total() -> u64 {
    COUNTS.iter().map(|c| c.load(Ordering::Relaxed)).fold(0, u64::wrapping_add)
}
