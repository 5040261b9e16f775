//! Thumbnails in the background. `batch_finish` must come before the pixels go away.

use std::sync::mpsc::{Sender, channel};
use std::thread::{Builder, JoinHandle};

#[derive(Clone, Copy)]
struct Pixels {
    ptr: *const u8,
    len: usize,
}

// Only read, and the caller keeps them until batch_finish has returned.
unsafe impl Send for Pixels {}

impl Pixels {
    fn mean(self) -> u8 {
        let bytes = unsafe { std::slice::from_raw_parts(self.ptr, self.len) };
        let sum: u64 = bytes.iter().map(|b| u64::from(*b)).sum();
        (sum / self.len as u64) as u8
    }
}

struct Worker {
    jobs: Sender<(u32, Pixels)>,
    handle: JoinHandle<Vec<Mean>>,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Mean {
    pub id: u32,
    pub value: u8,
}

pub struct Batch {
    workers: Vec<Worker>,
    next: usize,
}

/// Null if not a single thread could be started.
#[unsafe(no_mangle)]
pub extern "C" fn batch_new(threads: u32) -> Option<Box<Batch>> {
    let worker = |_| {
        let (jobs, queue) = channel::<(u32, Pixels)>();
        let work = move || queue.into_iter().map(|(id, p)| Mean { id, value: p.mean() }).collect();
        let handle = Builder::new().spawn(work).ok()?;
        Some(Worker { jobs, handle })
    };
    let workers: Vec<_> = (0..threads.clamp(1, 8)).filter_map(worker).collect();
    (!workers.is_empty()).then(|| Box::new(Batch { workers, next: 0 }))
}

/// Queues a page; its pixels are read until `batch_finish` has returned.
///
/// # Safety
/// `pixels` points to `len` bytes that stay as they are so long.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn batch_add(batch: &mut Batch, id: u32, pixels: *const u8, len: usize) -> bool {
    if pixels.is_null() || len == 0 {
        return false;
    }
    let at = batch.next % batch.workers.len();
    batch.next = batch.next.wrapping_add(1);
    batch.workers[at].jobs.send((id, Pixels { ptr: pixels, len })).is_ok()
}

/// Waits for all pages, frees the batch and copies at most `cap` results to `out`; gives how many.
///
/// # Safety
/// `out` points to `cap` results that may be written; the batch is not used afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn batch_finish(batch: Box<Batch>, out: *mut Mean, cap: usize) -> usize {
    let mut all = Vec::new();
    let workers = batch.workers;
    let (senders, handles): (Vec<_>, Vec<_>) = workers.into_iter().map(|w| (w.jobs, w.handle)).unzip();
    drop(senders);
    for handle in handles {
        all.extend(handle.join().unwrap_or_default());
    }
    let n = all.len().min(cap);
    if n > 0 && !out.is_null() {
        unsafe { std::ptr::copy_nonoverlapping(all.as_ptr(), out, n) };
    }
    n
}
