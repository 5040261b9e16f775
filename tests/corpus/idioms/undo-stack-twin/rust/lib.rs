pub struct Edit { text: String, prev: *mut Edit }
pub struct Undo { top: *mut Edit, depth: u32 }
#[unsafe(no_mangle)]
pub extern "C" fn undo_new() -> *mut Undo { Box::into_raw(Box::new(Undo { top: std::ptr::null_mut(), depth: 0 })) }
/// # Safety
/// From `undo_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn undo_push(u: *mut Undo, c: u8) {
    let Some(u) = (unsafe { u.as_mut() }) else { return };
    u.top = Box::into_raw(Box::new(Edit { text: char::from(c).to_string(), prev: u.top }));
    u.depth += 1;
}
/// # Safety
/// From `undo_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn undo_pop(u: *mut Undo) -> usize {
    let Some(u) = (unsafe { u.as_mut() }) else { return 0 };
    if u.top.is_null() { return 0 }
    let top = u.top;
    let edit = unsafe { Box::from_raw(top) };
    u.top = edit.prev;
    u.depth -= 1;
    edit.text.len()
}
/// # Safety
/// From `undo_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn undo_free(u: *mut Undo) {
    if u.is_null() { return }
    let u = unsafe { Box::from_raw(u) };
    let mut at = u.top;
    while !at.is_null() {
        let edit = unsafe { Box::from_raw(at) };
        let _ = edit.text.len();
        at = edit.prev;
    }
}
