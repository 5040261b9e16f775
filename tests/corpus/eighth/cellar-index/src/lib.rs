mod order;

use order::{ByCallback, CompareFn};
use std::ffi::c_void;

/// A handle into the caller's table of bottles.
pub type Slot = u32;

#[no_mangle]
pub unsafe extern "C" fn cellar_sort(
    slots: *mut Slot,
    len: usize,
    compare: Option<CompareFn>,
    user: *mut c_void,
) -> bool {
    let Some(compare) = compare else { return false };
    if slots.is_null() {
        return len == 0;
    }
    let slots = std::slice::from_raw_parts_mut(slots, len);
    order::merge_sort(slots, ByCallback { compare, user });
    true
}

#[no_mangle]
pub unsafe extern "C" fn cellar_is_sorted(
    slots: *const Slot,
    len: usize,
    compare: Option<CompareFn>,
    user: *mut c_void,
) -> bool {
    let Some(compare) = compare else { return false };
    if slots.is_null() {
        return true;
    }
    let by = ByCallback { compare, user };
    let slots = std::slice::from_raw_parts(slots, len);
    slots
        .iter()
        .zip(slots.iter().skip(1))
        .all(|(a, b)| by.compare(*a, *b) <= 0)
}
