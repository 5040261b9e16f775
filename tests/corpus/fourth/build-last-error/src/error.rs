use std::cell::RefCell;
use std::ffi::CString;
use std::os::raw::{c_char, c_int};

thread_local! {
    static LAST: RefCell<Option<CString>> = const { RefCell::new(None) };
}

pub fn set(message: &str) -> c_int {
    let text: Vec<u8> = message.bytes().filter(|b| *b != 0).collect();
    LAST.with(|l| *l.borrow_mut() = CString::new(text).ok());
    -1
}

pub fn last() -> *const c_char {
    LAST.with(|l| l.borrow().as_ref().map_or(std::ptr::null(), |m| m.as_ptr()))
}
