use std::cell::RefCell;
use std::ffi::{c_char, CString};

thread_local! {
    static LAST: RefCell<CString> = RefCell::new(CString::default());
}

fn fail(text: String) -> i32 {
    let text = CString::new(text.replace('\0', " ")).unwrap_or_default();
    LAST.with(|last| *last.borrow_mut() = text);
    -1
}

#[no_mangle]
pub extern "C" fn convert(value: i64, base: u32) -> i32 {
    if !(2..=36).contains(&base) {
        return fail(format!("base {base}"));
    }
    let digit = (value.rem_euclid(i64::from(base))) as u32;
    match char::from_digit(digit, base) {
        Some(c) => c as i32,
        None => fail("digit".to_owned()),
    }
}

/// Valid until the next failure of this thread.
#[no_mangle]
pub extern "C" fn last_message() -> *const c_char {
    LAST.with(|last| last.borrow().as_ptr())
}
