pub mod instance;

use instance::Instance;

#[derive(Default)]
pub struct Host {
    active: Vec<Box<Instance>>,
    retired: u32,
}

#[no_mangle]
pub extern "C" fn host_new() -> *mut Host {
    Box::into_raw(Box::default())
}

#[no_mangle]
pub extern "C" fn instance_new(kind: u32) -> *mut Instance {
    Box::into_raw(Box::new(Instance::new(kind)))
}

/// # Safety
/// `i` comes from `instance_new`.
#[no_mangle]
pub unsafe extern "C" fn instance_process(i: *mut Instance, x: f32) -> f32 {
    i.as_mut().map_or(x, |i| i.process(x))
}

/// Gives the instance to the host, which owns it from now on.
///
/// # Safety
/// `h` comes from `host_new`, `i` from `instance_new`.
#[no_mangle]
pub unsafe extern "C" fn host_adopt(h: *mut Host, i: *mut Instance) -> usize {
    let Some(h) = h.as_mut() else { return 0 };
    if i.is_null() {
        return h.active.len();
    }
    h.active.push(Box::from_raw(i));
    h.active.len()
}

/// # Safety
/// `h` comes from `host_new`.
#[no_mangle]
pub unsafe extern "C" fn host_retire_idle(h: *mut Host) -> u32 {
    let Some(h) = h.as_mut() else { return 0 };
    let before = h.active.len();
    h.active.retain(|i| i.calls() > 0);
    h.retired += (before - h.active.len()) as u32;
    h.retired
}

/// # Safety
/// `i` comes from `instance_new` and is not used again.
#[no_mangle]
pub unsafe extern "C" fn instance_free(i: *mut Instance) {
    if !i.is_null() {
        drop(Box::from_raw(i));
    }
}

/// # Safety
/// `h` comes from `host_new` and is not used again.
#[no_mangle]
pub unsafe extern "C" fn host_free(h: *mut Host) {
    if !h.is_null() {
        drop(Box::from_raw(h));
    }
}
