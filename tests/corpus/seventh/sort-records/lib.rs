use std::cmp::Ordering;
use std::os::raw::c_int;
use std::slice;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Record {
    pub cells: [i32; 4],
}

/// Negative, zero or positive, as in qsort.
pub type CompareFn = unsafe extern "C" fn(a: *const Record, b: *const Record) -> c_int;

/// A merge sort of our own: it bears a comparison that is no order at all.
fn merge_sort(records: &mut [Record], less: &dyn Fn(&Record, &Record) -> bool) {
    if records.len() < 2 {
        return;
    }
    let (left, right) = records.split_at_mut(records.len() / 2);
    merge_sort(left, less);
    merge_sort(right, less);
    let mut merged: Vec<Record> = Vec::with_capacity(left.len() + right.len());
    let (mut l, mut r) = (left.iter().peekable(), right.iter().peekable());
    while let (Some(a), Some(b)) = (l.peek(), r.peek()) {
        let next = if less(b, a) { r.next() } else { l.next() };
        merged.extend(next);
    }
    merged.extend(l);
    merged.extend(r);
    for (slot, record) in records.iter_mut().zip(merged) {
        *slot = record;
    }
}

#[no_mangle]
pub unsafe extern "C" fn records_sort(records: *mut Record, n: usize, compare: Option<CompareFn>) {
    let (false, Some(compare)) = (records.is_null() || n == 0, compare) else { return };
    let less = |a: &Record, b: &Record| compare(a, b).cmp(&0) == Ordering::Less;
    merge_sort(slice::from_raw_parts_mut(records, n), &less);
}
