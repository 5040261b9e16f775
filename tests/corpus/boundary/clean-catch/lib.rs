use std::panic::catch_unwind;
#[no_mangle]
pub extern "C" fn divide(a: i32, b: i32, out: *mut i32) -> i32 {
    match catch_unwind(|| a / b) {
        Ok(q) => { if let Some(out) = unsafe { out.as_mut() } { *out = q; } 0 }
        Err(_) => -1,
    }
}
