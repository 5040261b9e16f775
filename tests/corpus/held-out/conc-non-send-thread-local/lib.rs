use std::cell::Cell;

pub struct Cursor {
    at: Cell<usize>,
}

#[no_mangle]
pub extern "C" fn cursor_new() -> *mut Cursor {
    Box::into_raw(Box::new(Cursor { at: Cell::new(0) }))
}

#[no_mangle]
pub unsafe extern "C" fn cursor_step(c: *const Cursor) -> usize {
    let Some(c) = c.as_ref() else { return 0 };
    c.at.set(c.at.get() + 1);
    c.at.get()
}

#[no_mangle]
pub unsafe extern "C" fn cursor_free(c: *mut Cursor) {
    if c.is_null() {
        return;
    }
    drop(Box::from_raw(c));
}
