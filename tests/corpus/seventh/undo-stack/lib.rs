#[repr(C)]
#[derive(Clone, Copy)]
pub struct Step {
    pub pos: u32,
    pub removed: u32,
    pub inserted: u32,
}

#[derive(Default)]
pub struct Undo {
    steps: Vec<Step>,
}

#[no_mangle]
pub extern "C" fn undo_new() -> *mut Undo {
    Box::into_raw(Box::default())
}

#[no_mangle]
pub unsafe extern "C" fn undo_push(u: *mut Undo, step: Step) -> usize {
    match u.as_mut() {
        Some(u) => {
            u.steps.push(step);
            u.steps.len()
        }
        None => 0,
    }
}

/// The last step, to be changed in place.
#[no_mangle]
pub unsafe extern "C" fn undo_top(u: *mut Undo) -> *mut Step {
    match u.as_mut().and_then(|u| u.steps.last_mut()) {
        Some(step) => step,
        None => std::ptr::null_mut(),
    }
}

#[no_mangle]
pub unsafe extern "C" fn undo_free(u: *mut Undo) {
    if !u.is_null() {
        drop(Box::from_raw(u));
    }
}
