//! A small event bus; runs on one thread.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ffi::c_void;

type Listener = unsafe extern "C" fn(*mut c_void, u32, i64);

struct Entry {
    id: u64,
    call: Listener,
    user: *mut c_void,
    hits: u32,
}

#[derive(Default)]
pub struct Bus {
    listeners: RefCell<HashMap<u32, Vec<Entry>>>,
    next_id: Cell<u64>,
}

impl Bus {
    fn fresh_id(&self) -> u64 {
        let id = self.next_id.get() + 1;
        self.next_id.set(id);
        id
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn bus_new() -> Box<Bus> {
    Box::default()
}

#[unsafe(no_mangle)]
pub extern "C" fn bus_free(bus: Option<Box<Bus>>) {
    drop(bus);
}

/// The subscription's id, never 0; 0 if there is nothing to call.
#[unsafe(no_mangle)]
pub extern "C" fn bus_subscribe(bus: &Bus, topic: u32, call: Option<Listener>, user: *mut c_void) -> u64 {
    let Some(call) = call else { return 0 };
    let id = bus.fresh_id();
    let entry = Entry { id, call, user, hits: 0 };
    bus.listeners.borrow_mut().entry(topic).or_default().push(entry);
    id
}

#[unsafe(no_mangle)]
pub extern "C" fn bus_unsubscribe(bus: &Bus, id: u64) -> bool {
    let Ok(mut all) = bus.listeners.try_borrow_mut() else { return false };
    for list in all.values_mut() {
        if let Some(at) = list.iter().position(|e| e.id == id) {
            list.remove(at);
            return true;
        }
    }
    false
}

/// Calls every listener of the topic, in the order of subscription.
///
/// # Safety
/// The listeners may be called with their user pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bus_publish(bus: &Bus, topic: u32, value: i64) -> u32 {
    let Ok(mut all) = bus.listeners.try_borrow_mut() else { return 0 };
    let Some(list) = all.get_mut(&topic) else { return 0 };
    let mut called = 0;
    for e in list.iter_mut() {
        e.hits = e.hits.saturating_add(1);
        unsafe { (e.call)(e.user, topic, value) };
        called += 1;
    }
    called
}
