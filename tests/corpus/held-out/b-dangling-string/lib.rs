#[repr(C)]
pub struct Text {
    pub ptr: *const u8,
    pub len: usize,
}

#[no_mangle]
pub extern "C" fn describe(code: u16) -> Text {
    let s = format!("code {code}");
    Text { ptr: s.as_ptr(), len: s.len() }
}
