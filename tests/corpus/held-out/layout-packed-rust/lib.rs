#[repr(C, packed)]
pub struct Wire {
    pub op: u8,
    pub arg: u32,
}

#[no_mangle]
pub unsafe extern "C" fn wire_arg(w: *const Wire) -> u32 {
    if w.is_null() { 0 } else { (*w).arg }
}
