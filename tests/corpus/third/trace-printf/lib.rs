//! Scheduler of the motor board with trace points.
mod queue;

use std::ffi::{c_char, c_int};

extern "C" {
    fn trace_event(message: *const c_char, ...) -> c_int;
}

fn trace(message: &'static std::ffi::CStr, value: u16) {
    // SAFETY: a literal, and one int.
    unsafe { trace_event(message.as_ptr(), c_int::from(value)) };
}

/// Runs `count` tasks by priority; returns the sum of the waiting times.
#[no_mangle]
pub extern "C" fn schedule(count: u16) -> u32 {
    let mut queue = queue::Queue::new();
    for n in 0..count.min(64) {
        queue.push(n.wrapping_mul(37) % 11, n);
    }
    let (mut clock, mut waited) = (0u32, 0u32);
    while let Some((priority, task)) = queue.pop() {
        trace(c"task", task);
        waited = waited.saturating_add(clock);
        clock = clock.saturating_add(u32::from(priority));
    }
    trace(c"idle", 0);
    waited
}
