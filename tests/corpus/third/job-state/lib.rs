//! States of the print queue.
#![allow(improper_ctypes_definitions)]
mod queue;

use queue::{Job, Queue};

#[unsafe(no_mangle)]
pub extern "C" fn queue_new() -> *mut Queue {
    Box::into_raw(Box::default())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn queue_add(queue: *mut Queue, pages: u32) -> u32 {
    unsafe { queue.as_mut() }.map_or(0, |queue| queue.add(pages))
}

/// Moves the queue on by one page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn queue_step(queue: *mut Queue) -> bool {
    unsafe { queue.as_mut() }.is_some_and(Queue::step)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn queue_job(queue: *const Queue, id: u32, out: *mut Job) -> bool {
    let found = unsafe { queue.as_ref() }.and_then(|queue| queue.job(id));
    match (found, unsafe { out.as_mut() }) {
        (Some(job), Some(out)) => {
            *out = job;
            true
        }
        _ => false,
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn queue_free(queue: *mut Queue) {
    if !queue.is_null() {
        drop(unsafe { Box::from_raw(queue) });
    }
}
