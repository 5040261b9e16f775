//! Timer wheel of the event loop.
#![allow(improper_ctypes_definitions)]
mod wheel;

use std::ffi::c_void;
use wheel::Wheel;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Timer {
    pub user: *mut c_void,
    pub fire: Option<fn(*mut c_void, u64) -> bool>,
    pub due: u64,
}

#[no_mangle]
pub extern "C" fn wheel_new() -> *mut Wheel {
    Box::into_raw(Box::new(Wheel::new()))
}

#[no_mangle]
pub unsafe extern "C" fn wheel_add(wheel: *mut Wheel, timer: *const Timer) -> bool {
    match (wheel.as_mut(), timer.as_ref()) {
        (Some(wheel), Some(timer)) => wheel.add(*timer),
        _ => false,
    }
}

/// Fires what is due; a timer that returns true is kept for the next turn.
#[no_mangle]
pub unsafe extern "C" fn wheel_turn(wheel: *mut Wheel, now: u64) -> u32 {
    wheel.as_mut().map_or(0, |wheel| wheel.turn(now))
}

#[no_mangle]
pub unsafe extern "C" fn wheel_free(wheel: *mut Wheel) {
    if !wheel.is_null() {
        drop(Box::from_raw(wheel));
    }
}
