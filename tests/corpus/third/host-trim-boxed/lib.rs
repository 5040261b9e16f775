//! Names of hosts for the status page.
use std::ffi::c_char;
use std::ptr::slice_from_raw_parts_mut;

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
    let mut text = full(id).into_bytes();
    let room = text.len();
    text.push(0);
    Name { text: Box::into_raw(text.into_boxed_slice()).cast(), room }
}

#[no_mangle]
pub unsafe extern "C" fn name_free(name: Name) {
    if name.text.is_null() {
        return;
    }
    let bytes = slice_from_raw_parts_mut(name.text.cast::<u8>(), name.room.saturating_add(1));
    drop(Box::from_raw(bytes));
}
