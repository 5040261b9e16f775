#[repr(C)]
pub union Value { pub int: i64, pub real: f64 }
#[no_mangle]
pub unsafe extern "C" fn value_int(v: *const Value) -> i64 {
    if v.is_null() { 0 } else { unsafe { (*v).int } }
}
