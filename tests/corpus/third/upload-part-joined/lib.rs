//! Multipart upload: parts are hashed on another thread.
mod digest;

use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

static DIGEST: AtomicU64 = AtomicU64::new(0);
static DONE: AtomicU64 = AtomicU64::new(0);

#[derive(Clone, Copy)]
struct Part {
    at: *const u8,
    len: usize,
    number: u32,
}

unsafe impl Send for Part {}
unsafe impl Sync for Part {}

impl Part {
    fn hash(&self) {
        let bytes = unsafe { std::slice::from_raw_parts(self.at, self.len) };
        DIGEST.fetch_xor(digest::fnv(bytes, self.number), Ordering::AcqRel);
        DONE.fetch_add(1, Ordering::Release);
    }
}

/// Queues one part.
#[unsafe(no_mangle)]
pub extern "C" fn upload_part(number: u32, data: *const u8, len: usize) -> bool {
    if data.is_null() {
        return false;
    }
    let part = Part { at: data, len, number };
    thread::scope(|scope| {
        thread::Builder::new()
            .name(format!("part-{number}"))
            .spawn_scoped(scope, || {
                let part = &part;
                part.hash();
            })
            .is_ok()
    })
}

/// Parts that are through, and the digest of all.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn upload_state(digest: *mut u64) -> u64 {
    let done = DONE.load(Ordering::Acquire);
    if let Some(digest) = unsafe { digest.as_mut() } {
        *digest = DIGEST.load(Ordering::Acquire);
    }
    done
}
