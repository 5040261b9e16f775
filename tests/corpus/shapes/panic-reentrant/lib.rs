use std::cell::RefCell;
use std::ffi::c_void;
type Listener = extern "C" fn(user: *mut c_void, value: i32);
pub struct Bus { listeners: RefCell<Vec<(Listener, usize)>> }
#[no_mangle]
pub extern "C" fn bus_new() -> *mut Bus { Box::into_raw(Box::new(Bus { listeners: RefCell::new(Vec::new()) })) }
#[no_mangle]
pub unsafe extern "C" fn bus_subscribe(bus: *const Bus, listener: Listener, user: *mut c_void) {
    if let Some(bus) = bus.as_ref() { bus.listeners.borrow_mut().push((listener, user as usize)); }
}
#[no_mangle]
pub unsafe extern "C" fn bus_publish(bus: *const Bus, value: i32) {
    let Some(bus) = bus.as_ref() else { return };
    for (listener, user) in bus.listeners.borrow().iter() {
        listener(*user as *mut c_void, value);
    }
}
#[no_mangle]
pub unsafe extern "C" fn bus_free(bus: *mut Bus) { if !bus.is_null() { drop(Box::from_raw(bus)); } }
