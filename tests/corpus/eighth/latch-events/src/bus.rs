use std::ffi::c_void;
use std::marker::PhantomData;
use std::panic::{self, AssertUnwindSafe};
use std::ptr::NonNull;

#[repr(C)]
struct Raw {
    _opaque: [u8; 0],
}

type LatchFn = unsafe extern "C" fn(user: *mut c_void, latch: u16, open: bool);

unsafe extern "C" {
    fn latch_bus_open() -> *mut Raw;
    fn latch_bus_close(bus: *mut Raw);
    fn latch_subscribe(bus: *mut Raw, call: LatchFn, user: *mut c_void) -> u32;
    fn latch_unsubscribe(bus: *mut Raw, id: u32);
    fn latch_fire(bus: *mut Raw, latch: u16, open: bool);
}

pub struct Bus {
    raw: NonNull<Raw>,
}

impl Bus {
    pub fn open() -> Option<Bus> {
        NonNull::new(unsafe { latch_bus_open() }).map(|raw| Bus { raw })
    }

    /// Called until the guard is dropped.
    pub fn on_latch<F: Fn(u16, bool) + 'static>(&self, call: F) -> Subscription<'_, F> {
        let state = Box::into_raw(Box::new(call));
        let id = unsafe { latch_subscribe(self.raw.as_ptr(), relay::<F>, state.cast()) };
        Subscription { bus: self.raw, id, state, _bus: PhantomData }
    }

    pub fn fire(&self, latch: u16, open: bool) {
        unsafe { latch_fire(self.raw.as_ptr(), latch, open) }
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        unsafe { latch_bus_close(self.raw.as_ptr()) }
    }
}

unsafe extern "C" fn relay<F: Fn(u16, bool)>(user: *mut c_void, latch: u16, open: bool) {
    let call = unsafe { &*user.cast::<F>() };
    // A panic stays on this side.
    let _ = panic::catch_unwind(AssertUnwindSafe(|| call(latch, open)));
}

pub struct Subscription<'b, F> {
    bus: NonNull<Raw>,
    id: u32,
    state: *mut F,
    _bus: PhantomData<&'b Bus>,
}

impl<F> Drop for Subscription<'_, F> {
    fn drop(&mut self) {
        unsafe {
            latch_unsubscribe(self.bus.as_ptr(), self.id);
            drop(Box::from_raw(self.state));
        }
    }
}
