//! A small event bus for one thread; listeners may change the subscriptions while they are called.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;

type Listener = unsafe extern "C" fn(*mut c_void, u32, i64);

#[derive(Clone, Copy)]
struct Entry {
    id: u64,
    topic: u32,
    call: Listener,
    user: *mut c_void,
}

#[derive(Default)]
pub struct Hub {
    entries: RefCell<Vec<Entry>>,
    last_id: Cell<u64>,
}

impl Hub {
    fn snapshot(&self, topic: u32) -> Vec<Entry> {
        self.entries.borrow().iter().filter(|e| e.topic == topic).copied().collect()
    }

    fn alive(&self, id: u64) -> bool {
        self.entries.borrow().iter().any(|e| e.id == id)
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn hub_new() -> Box<Hub> {
    Box::default()
}

/// Not to be called by a listener.
#[unsafe(no_mangle)]
pub extern "C" fn hub_free(hub: Option<Box<Hub>>) {
    drop(hub);
}

/// The subscription's id; 0 if there is nothing to call.
#[unsafe(no_mangle)]
pub extern "C" fn hub_subscribe(hub: &Hub, topic: u32, call: Option<Listener>, user: *mut c_void) -> u64 {
    let Some(call) = call else { return 0 };
    let id = hub.last_id.get().wrapping_add(1).max(1);
    hub.last_id.set(id);
    hub.entries.borrow_mut().push(Entry { id, topic, call, user });
    id
}

/// The listener is not called again once this has returned.
#[unsafe(no_mangle)]
pub extern "C" fn hub_unsubscribe(hub: &Hub, id: u64) -> bool {
    let mut entries = hub.entries.borrow_mut();
    let before = entries.len();
    entries.retain(|e| e.id != id);
    entries.len() < before
}

/// Calls the listeners that the topic had when the call began and still has.
///
/// # Safety
/// The listeners may be called with their user pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn hub_publish(hub: &Hub, topic: u32, value: i64) -> u32 {
    let mut called = 0;
    for e in hub.snapshot(topic) {
        if hub.alive(e.id) {
            unsafe { (e.call)(e.user, topic, value) };
            called += 1;
        }
    }
    called
}
