#![allow(improper_ctypes_definitions)]

mod types;

use std::slice;
use types::{MinMax, Tagged};

fn tagged(index: usize, value: f64) -> Tagged<f64> {
    Tagged { valid: 1, value, index: index as u32 }
}

/// False if there is no number among the values.
#[no_mangle]
pub unsafe extern "C" fn range_minmax(values: *const f64, n: usize, out: *mut MinMax) -> bool {
    if values.is_null() || out.is_null() {
        return false;
    }
    let mut result: Option<MinMax> = None;
    for (i, v) in slice::from_raw_parts(values, n).iter().enumerate() {
        if v.is_nan() {
            continue;
        }
        let here = tagged(i, *v);
        let r = result.get_or_insert(MinMax { min: here, max: here, skipped: 0 });
        if *v < r.min.value {
            r.min = here;
        }
        if *v > r.max.value {
            r.max = here;
        }
    }
    match result {
        Some(mut r) => {
            let nans = slice::from_raw_parts(values, n).iter().filter(|v| v.is_nan());
            r.skipped = nans.count() as u64;
            out.write(r);
            true
        }
        None => false,
    }
}
