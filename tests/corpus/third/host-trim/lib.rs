//! Names of hosts for the status page.
use std::ffi::c_char;
use std::ffi::CString;

#[repr(C)]
pub struct Name {
    pub text: *mut c_char,
    pub room: usize,
}

const DOMAIN: &str = "rack7.lan";

fn full(id: u16) -> String {
    format!("node-{id:03}.{DOMAIN}.")
}

/// Full name of a node. The caller may change the text; it ends with `name_free`.
#[no_mangle]
pub extern "C" fn name_new(id: u16) -> Name {
    let text = CString::new(full(id)).unwrap_or_default();
    let room = text.as_bytes().len();
    Name { text: text.into_raw(), room }
}

#[no_mangle]
pub unsafe extern "C" fn name_free(name: Name) {
    if name.text.is_null() {
        return;
    }
    drop(CString::from_raw(name.text));
}
