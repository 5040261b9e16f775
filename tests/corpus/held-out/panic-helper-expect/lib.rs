use std::ffi::{c_char, CStr};

fn parse_port(text: &[u8]) -> u16 {
    let digits: String = text.iter().map(|b| char::from(*b)).collect();
    digits.parse().expect("a port")
}

#[no_mangle]
pub unsafe extern "C" fn port_of(text: *const c_char) -> u16 {
    if text.is_null() {
        return 0;
    }
    parse_port(CStr::from_ptr(text).to_bytes())
}
