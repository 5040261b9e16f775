use std::cell::Cell;
use std::rc::Rc;
use std::slice;

struct Face {
    advance: u32,
    used: Cell<u32>,
}

/// Bound to the thread that made it.
pub struct Shaper {
    regular: Rc<Face>,
    current: Rc<Face>,
}

#[no_mangle]
pub extern "C" fn shaper_new(advance: u32) -> *mut Shaper {
    let regular = Rc::new(Face { advance, used: Cell::new(0) });
    let current = Rc::clone(&regular);
    Box::into_raw(Box::new(Shaper { regular, current }))
}

#[no_mangle]
pub unsafe extern "C" fn shaper_bold(s: *mut Shaper, on: bool) {
    if let Some(s) = s.as_mut() {
        s.current = if on {
            let advance = s.regular.advance.saturating_add(1);
            Rc::new(Face { advance, used: Cell::new(0) })
        } else {
            Rc::clone(&s.regular)
        };
    }
}

#[no_mangle]
pub unsafe extern "C" fn shaper_width(s: *const Shaper, text: *const u8, len: usize) -> u64 {
    let (Some(s), false) = (s.as_ref(), text.is_null()) else { return 0 };
    let glyphs = slice::from_raw_parts(text, len).iter().filter(|b| **b & 0xc0 != 0x80).count();
    s.current.used.set(s.current.used.get().wrapping_add(1));
    (glyphs as u64).saturating_mul(u64::from(s.current.advance))
}

#[no_mangle]
pub unsafe extern "C" fn shaper_free(s: *mut Shaper) {
    if !s.is_null() {
        drop(Box::from_raw(s));
    }
}
