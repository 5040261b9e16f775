static GREETING: &str = "hello";

#[repr(C)]
pub struct Str {
    pub ptr: *const u8,
    pub len: usize,
}

#[no_mangle]
pub extern "C" fn greeting() -> Str {
    Str { ptr: GREETING.as_ptr(), len: GREETING.len() }
}

#[no_mangle]
pub unsafe extern "C" fn greeting_len(out: *mut usize) -> *const u8 {
    if let Some(out) = out.as_mut() {
        *out = GREETING.len();
    }
    GREETING.as_ptr()
}
