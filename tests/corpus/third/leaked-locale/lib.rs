//! Month names of the current language, loaded once.
mod names;

use std::ffi::{c_char, CStr, CString};
use std::sync::OnceLock;

static MONTHS: OnceLock<Vec<&'static CStr>> = OnceLock::new();

fn months() -> &'static [&'static CStr] {
    MONTHS.get_or_init(|| {
        let texts = names::MONTHS.iter().map(|name| CString::new(*name).unwrap_or_default());
        texts.map(|text| -> &'static CStr { Box::leak(text.into_boxed_c_str()) }).collect()
    })
}

/// Name of month 1 to 12, null for others. The text lives as long as the program.
#[no_mangle]
pub extern "C" fn month_name(month: u8) -> *const c_char {
    let name = usize::from(month).checked_sub(1).and_then(|n| months().get(n));
    name.map_or(std::ptr::null(), |name| name.as_ptr())
}

/// Number of the month with this name, 0 when there is none.
#[no_mangle]
pub unsafe extern "C" fn month_number(name: *const c_char) -> u8 {
    if name.is_null() {
        return 0;
    }
    let name = CStr::from_ptr(name);
    let found = (1u8..).zip(months()).find(|(_, month)| **month == name);
    found.map_or(0, |(n, _)| n)
}
