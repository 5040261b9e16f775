use std::panic::{catch_unwind, AssertUnwindSafe};
pub struct Table { rows: Vec<u32>, sum: u64 }
#[no_mangle]
pub extern "C" fn table_new() -> *mut Table { Box::into_raw(Box::new(Table { rows: Vec::new(), sum: 0 })) }
#[no_mangle]
pub unsafe extern "C" fn table_put(t: *mut Table, row: u32, limit: u32) -> i32 {
    let Some(t) = (unsafe { t.as_mut() }) else { return -1 };
    match catch_unwind(AssertUnwindSafe(|| {
        t.rows.push(row);
        assert!(row < limit, "row too large");
        t.sum += u64::from(row);
    })) {
        Ok(()) => 0,
        Err(_) => -2,
    }
}
#[no_mangle]
pub unsafe extern "C" fn table_mean(t: *const Table) -> f64 { unsafe { t.as_ref() }.map_or(0.0, |t| t.sum as f64 / t.rows.len().max(1) as f64) }
#[no_mangle]
pub unsafe extern "C" fn table_free(t: *mut Table) { if !t.is_null() { drop(unsafe { Box::from_raw(t) }); } }
