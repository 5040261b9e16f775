//! External sort of fixed size records for the log merger.
use std::cmp::Ordering;
use std::ffi::c_void;
use std::slice;

mod merge;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Record {
    pub time: u64,
    pub source: u32,
    pub line: u32,
}

type Compare = Option<unsafe extern "C" fn(*const Record, *const Record, *mut c_void) -> i32>;

/// Merges two sorted halves in place; `middle` is where the second starts.
#[no_mangle]
pub unsafe extern "C" fn records_merge(
    records: *mut Record,
    len: usize,
    middle: usize,
    compare: Compare,
    user: *mut c_void,
) -> bool {
    let (false, Some(compare)) = (records.is_null(), compare) else { return false };
    let all = slice::from_raw_parts_mut(records, len);
    let Some((a, b)) = all.split_at_checked(middle) else { return false };
    let order = |x: &Record, y: &Record| -> Ordering {
        unsafe { compare(x, y, user) }.cmp(&0)
    };
    let merged = merge::merge(a, b, order);
    for (to, from) in all.iter_mut().zip(merged) {
        *to = from;
    }
    true
}
