//! Window titles in UTF-16 for the Windows shell.
mod title;

use std::slice;

pub struct Title {
    units: Vec<u16>,
}

/// Title for a document name in UTF-8. Ends with `title_free`.
#[no_mangle]
pub unsafe extern "C" fn title_new(name: *const u8, len: usize, dirty: bool) -> *mut Title {
    if name.is_null() {
        return std::ptr::null_mut();
    }
    let name = String::from_utf8_lossy(slice::from_raw_parts(name, len));
    let text = title::compose(&name, dirty);
    let units = text.encode_utf16().filter(|unit| *unit != 0).chain(Some(0)).collect();
    Box::into_raw(Box::new(Title { units }))
}

/// The units of a title.
#[no_mangle]
pub unsafe extern "C" fn title_units(title: *const Title) -> *const u16 {
    title.as_ref().map_or(std::ptr::null(), |title| title.units.as_ptr())
}

#[no_mangle]
pub unsafe extern "C" fn title_free(title: *mut Title) {
    if !title.is_null() {
        drop(Box::from_raw(title));
    }
}
