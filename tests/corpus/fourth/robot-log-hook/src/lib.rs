mod motor;

use std::ffi::c_void;
use std::sync::{Mutex, PoisonError};

pub type LogFn = unsafe extern "C" fn(user: *mut c_void, level: u8, text: *const u8, len: usize);

struct Hook {
    call: LogFn,
    user: *mut c_void,
}
// SAFETY: the owner promises that the hook may be called from any thread.
unsafe impl Send for Hook {}

static HOOK: Mutex<Option<Hook>> = Mutex::new(None);

pub(crate) fn log(level: u8, text: &str) {
    let hook = HOOK.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(h) = hook.as_ref() {
        unsafe { (h.call)(h.user, level, text.as_ptr(), text.len()) };
    }
}

/// Sets or (with null) removes the hook. When it returns, the old hook is not called any more.
/// The hook may be called from any thread, the text is valid during the call only.
#[unsafe(no_mangle)]
pub extern "C" fn motor_set_log(call: Option<LogFn>, user: *mut c_void) {
    *HOOK.lock().unwrap_or_else(PoisonError::into_inner) = call.map(|call| Hook { call, user });
}

/// Drives a motor, returns the speed that it will have.
#[unsafe(no_mangle)]
pub extern "C" fn motor_drive(port: u8, speed: f32) -> f32 {
    motor::limit(port, speed)
}

/// Drives all motors, each on a thread.
#[unsafe(no_mangle)]
pub extern "C" fn motor_test_all(speed: f32) -> u32 {
    std::thread::scope(|s| {
        let workers: Vec<_> = (0..4u8).map(|p| s.spawn(move || motor::limit(p, speed))).collect();
        workers.into_iter().filter_map(|w| w.join().ok()).filter(|v| *v != 0.0).count() as u32
    })
}
