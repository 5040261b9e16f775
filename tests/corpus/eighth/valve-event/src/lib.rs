mod event;
mod queue;

pub use event::ValveEvent;
pub use queue::Queue;

#[unsafe(no_mangle)]
pub extern "C" fn valve_queue_new() -> *mut Queue {
    Box::into_raw(Box::new(Queue::default()))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn valve_queue_free(queue: *mut Queue) {
    if !queue.is_null() {
        drop(unsafe { Box::from_raw(queue) });
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn valve_report(queue: *mut Queue, valve: u16, kpa: u32) {
    if let Some(queue) = unsafe { queue.as_mut() } {
        queue.report(valve, kpa);
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn valve_next(queue: *mut Queue, out: *mut ValveEvent) -> bool {
    let (Some(queue), false) = (unsafe { queue.as_mut() }, out.is_null()) else {
        return false;
    };
    match queue.pop() {
        Some(event) => {
            unsafe { out.write(event) };
            true
        }
        None => false,
    }
}
