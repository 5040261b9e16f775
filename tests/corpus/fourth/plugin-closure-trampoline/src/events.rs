use std::ffi::c_void;

type Call = unsafe extern "C" fn(user: *mut c_void, value: f32);
type Release = unsafe extern "C" fn(user: *mut c_void);

extern "C" {
    fn event_subscribe(parameter: u32, call: Call, release: Release, user: *mut c_void) -> u32;
    fn event_unsubscribe(id: u32);
    fn event_pump() -> u32;
}

unsafe extern "C" fn call<F: FnMut(f32)>(user: *mut c_void, value: f32) {
    let f = &mut *user.cast::<F>();
    f(value);
}

unsafe extern "C" fn release<F>(user: *mut c_void) {
    drop(Box::from_raw(user.cast::<F>()));
}

/// Unsubscribes when dropped. Not Send: events come on the thread that pumps.
pub struct Subscription {
    id: u32,
    _thread: std::marker::PhantomData<*mut ()>,
}

pub fn subscribe<F: FnMut(f32) + 'static>(parameter: u32, f: F) -> Option<Subscription> {
    let user = Box::into_raw(Box::new(f)).cast::<c_void>();
    let id = unsafe { event_subscribe(parameter, call::<F>, release::<F>, user) };
    if id == 0 {
        // Not taken: it is still ours.
        unsafe { release::<F>(user) };
        return None;
    }
    Some(Subscription { id, _thread: std::marker::PhantomData })
}

impl Drop for Subscription {
    fn drop(&mut self) {
        unsafe { event_unsubscribe(self.id) }
    }
}

pub fn pump() -> u32 {
    unsafe { event_pump() }
}
