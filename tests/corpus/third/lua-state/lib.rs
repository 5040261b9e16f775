//! The rule interpreter of the mail filter.
mod vm;

use std::cell::RefCell;
use std::rc::Rc;
use std::slice;

pub struct State {
    globals: Rc<RefCell<vm::Globals>>,
    stack: Vec<Rc<RefCell<vm::Globals>>>,
}

#[no_mangle]
pub extern "C" fn rules_open() -> *mut State {
    let globals = Rc::new(RefCell::new(vm::Globals::default()));
    Box::into_raw(Box::new(State { stack: vec![Rc::clone(&globals)], globals }))
}

/// Runs `name=value` lines; returns how many were taken.
#[no_mangle]
pub unsafe extern "C" fn rules_run(state: *mut State, text: *const u8, len: usize) -> u32 {
    let Some(state) = state.as_mut() else { return 0 };
    if text.is_null() {
        return 0;
    }
    let scope = state.stack.last().unwrap_or(&state.globals).clone();
    let mut taken = 0;
    for line in slice::from_raw_parts(text, len).split(|b| *b == b'\n') {
        if let Ok(mut scope) = scope.try_borrow_mut() {
            taken += u32::from(scope.assign(line));
        }
    }
    taken
}

#[no_mangle]
pub unsafe extern "C" fn rules_close(state: *mut State) {
    if !state.is_null() {
        drop(Box::from_raw(state));
    }
}
