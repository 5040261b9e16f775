use std::slice;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Sender};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

pub struct Outbox {
    queue: Sender<Vec<u8>>,
    sent: Arc<AtomicU64>,
    worker: JoinHandle<()>,
}

#[no_mangle]
pub extern "C" fn outbox_start() -> *mut Outbox {
    let (queue, messages) = mpsc::channel::<Vec<u8>>();
    let sent = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&sent);
    let worker = thread::Builder::new().spawn(move || {
        for message in messages {
            counter.fetch_add(message.len() as u64, Ordering::Relaxed);
        }
    });
    match worker {
        Ok(worker) => Box::into_raw(Box::new(Outbox { queue, sent, worker })),
        Err(_) => std::ptr::null_mut(),
    }
}

#[no_mangle]
pub unsafe extern "C" fn outbox_post(outbox: *const Outbox, data: *const u8, len: usize) -> bool {
    let (Some(outbox), false) = (outbox.as_ref(), data.is_null()) else { return false };
    let message = slice::from_raw_parts(data, len).to_vec();
    outbox.queue.send(message).is_ok()
}

/// Waits until all is sent, frees the outbox and returns the number of bytes.
#[no_mangle]
pub unsafe extern "C" fn outbox_finish(outbox: *mut Outbox) -> u64 {
    if outbox.is_null() {
        return 0;
    }
    let Outbox { queue, sent, worker } = *Box::from_raw(outbox);
    drop(queue);
    let _ = worker.join();
    sent.load(Ordering::Relaxed)
}
