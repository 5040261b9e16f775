use crate::Slot;
use std::ffi::c_void;

pub type CompareFn = unsafe extern "C" fn(user: *mut c_void, a: Slot, b: Slot) -> i32;

#[derive(Clone, Copy)]
pub struct ByCallback {
    pub compare: CompareFn,
    pub user: *mut c_void,
}

impl ByCallback {
    pub fn compare(&self, a: Slot, b: Slot) -> i32 {
        unsafe { (self.compare)(self.user, a, b) }
    }
}

/// Insertion by halves; the callback may be inconsistent without harm.
pub fn merge_sort(slots: &mut [Slot], by: ByCallback) {
    let mut sorted: Vec<Slot> = Vec::with_capacity(slots.len());
    for slot in slots.iter() {
        let at = sorted.partition_point(|s| by.compare(*s, *slot) <= 0);
        if at <= sorted.len() {
            sorted.insert(at, *slot);
        }
    }
    for (to, from) in slots.iter_mut().zip(sorted) {
        *to = from;
    }
}
