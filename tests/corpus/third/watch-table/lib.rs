//! Debug watches: named variables of the firmware that the console can show.
use std::sync::atomic::{AtomicUsize, AtomicU32, Ordering};

struct Slot {
    at: AtomicUsize,
    id: AtomicU32,
}

static SLOTS: [Slot; 8] = [const { Slot { at: AtomicUsize::new(0), id: AtomicU32::new(0) } }; 8];
static USED: AtomicUsize = AtomicUsize::new(0);

/// Shows `*value` as watch `id`.
#[unsafe(no_mangle)]
pub extern "C" fn watch_bind(id: u32, value: Option<&AtomicU32>) -> bool {
    let Some(value) = value else { return false };
    let n = USED.fetch_add(1, Ordering::AcqRel);
    let Some(slot) = SLOTS.get(n) else { return false };
    slot.id.store(id, Ordering::Relaxed);
    slot.at.store(std::ptr::from_ref(value).expose_provenance(), Ordering::Release);
    true
}

/// Value of a watch, `u32::MAX` when it is not bound.
#[unsafe(no_mangle)]
pub extern "C" fn watch_read(id: u32) -> u32 {
    for slot in &SLOTS {
        let at = slot.at.load(Ordering::Acquire);
        if at != 0 && slot.id.load(Ordering::Relaxed) == id {
            let value = std::ptr::with_exposed_provenance::<AtomicU32>(at);
            return unsafe { &*value }.load(Ordering::Relaxed);
        }
    }
    u32::MAX
}
