mod policy;

use policy::Policy;
use std::time::Instant;

pub struct Timer {
    policy: Policy,
    due: Option<Instant>,
    tries: u32,
}

#[no_mangle]
pub extern "C" fn timer_new(max_tries: u32) -> *mut Timer {
    Box::into_raw(Box::new(Timer { policy: Policy { max_tries }, due: None, tries: 0 }))
}

/// Seconds may be a fraction; false when there were too many tries.
#[no_mangle]
pub unsafe extern "C" fn timer_arm(t: *mut Timer, seconds: f64) -> bool {
    let Some(t) = t.as_mut() else { return false };
    let Some(wait) = t.policy.wait(t.tries, seconds) else { return false };
    t.tries = t.tries.saturating_add(1);
    t.due = Instant::now().checked_add(wait);
    t.due.is_some()
}

#[no_mangle]
pub unsafe extern "C" fn timer_left_ms(t: *const Timer) -> u64 {
    let Some(due) = t.as_ref().and_then(|t| t.due) else { return 0 };
    let left = due.saturating_duration_since(Instant::now());
    u64::try_from(left.as_millis()).unwrap_or(u64::MAX)
}

#[no_mangle]
pub unsafe extern "C" fn timer_free(t: *mut Timer) {
    if !t.is_null() {
        drop(Box::from_raw(t));
    }
}
