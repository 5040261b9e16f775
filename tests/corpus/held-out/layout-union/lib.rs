#[repr(C)]
#[derive(Clone, Copy)]
pub union Number {
    pub int: i64,
    pub real: f64,
}

#[no_mangle]
pub unsafe extern "C" fn number_int(n: *const Number) -> i64 {
    if n.is_null() { 0 } else { (*n).int }
}
