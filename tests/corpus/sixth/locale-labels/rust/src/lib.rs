//! Labels of the timetable in the user's language.

mod catalog;

use catalog::{Catalog, Key};
use std::ffi::{CStr, CString, c_char};
use std::sync::OnceLock;

static CATALOG: OnceLock<Catalog> = OnceLock::new();

/// Chooses the language once; false if it is unknown or one is chosen already.
///
/// # Safety
/// `tag` is a terminated string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn label_language(tag: *const c_char) -> bool {
    if tag.is_null() {
        return false;
    }
    let tag = unsafe { CStr::from_ptr(tag) }.to_bytes();
    Catalog::for_tag(tag).is_some_and(|c| CATALOG.set(c).is_ok())
}

fn catalog() -> &'static Catalog {
    CATALOG.get_or_init(Catalog::english)
}

/// The label of a key. Plain labels need no number.
#[unsafe(no_mangle)]
pub extern "C" fn label_for(key: u32, count: u32) -> *const c_char {
    let Some(key) = Key::from_raw(key) else { return c"?".as_ptr() };
    match catalog().lookup(key) {
        catalog::Label::Plain(text) => text.as_ptr(),
        catalog::Label::Plural { one, many } => {
            let noun = if count == 1 { one } else { many };
            let text = format!("{count} {}", noun.to_str().unwrap_or_default());
            CString::new(text).unwrap_or_default().as_ptr()
        }
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn label_count() -> u32 {
    catalog().len()
}
