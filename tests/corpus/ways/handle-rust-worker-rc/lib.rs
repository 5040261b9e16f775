use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::thread;

pub struct Registry {
    names: Rc<RefCell<HashMap<u32, String>>>,
}

struct Moved(*mut Registry);
unsafe impl Send for Moved {}

#[no_mangle]
pub extern "C" fn registry_new() -> *mut Registry {
    Box::into_raw(Box::new(Registry { names: Rc::new(RefCell::new(HashMap::new())) }))
}

/// Fills the registry in the background.
///
/// # Safety
/// `registry` comes from `registry_new`.
#[no_mangle]
pub unsafe extern "C" fn registry_fill(registry: *mut Registry, count: u32) {
    let moved = Moved(registry);
    thread::spawn(move || {
        let moved = moved;
        let registry = unsafe { &*moved.0 };
        let names = Rc::clone(&registry.names);
        for id in 0..count {
            names.borrow_mut().insert(id, format!("item {id}"));
        }
    });
}

/// # Safety
/// `registry` comes from `registry_new`.
#[no_mangle]
pub unsafe extern "C" fn registry_len(registry: *const Registry) -> usize {
    (*registry).names.borrow().len()
}

/// # Safety
/// `registry` comes from `registry_new`.
#[no_mangle]
pub unsafe extern "C" fn registry_free(registry: *mut Registry) {
    if !registry.is_null() {
        drop(Box::from_raw(registry));
    }
}
