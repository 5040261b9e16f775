mod style;

use std::rc::Rc;
use style::Style;

/// A handle is a counted reference to a style.
pub struct StyleRef {
    style: Rc<Style>,
}

fn hand_out(style: Rc<Style>) -> *mut StyleRef {
    Box::into_raw(Box::new(StyleRef { style }))
}

#[unsafe(no_mangle)]
pub extern "C" fn style_new(size: u16, weight: u16) -> *mut StyleRef {
    hand_out(Rc::new(Style::new(size, weight)))
}

/// A further handle to the same style; both have to be released.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn style_share(s: *const StyleRef) -> *mut StyleRef {
    match unsafe { s.as_ref() } {
        Some(s) => hand_out(Rc::clone(&s.style)),
        None => std::ptr::null_mut(),
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn style_advance(s: *const StyleRef, text: *const u8, len: usize) -> u32 {
    let (Some(s), false) = (unsafe { s.as_ref() }, text.is_null()) else { return 0 };
    s.style.advance(unsafe { std::slice::from_raw_parts(text, len) })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn style_release(s: *mut StyleRef) {
    if !s.is_null() {
        drop(unsafe { Box::from_raw(s) });
    }
}
