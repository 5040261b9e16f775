//! Frame queue between the capture (Zig) and the encoder (Rust).
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::ffi::c_void;

type Release = unsafe extern "C" fn(*mut c_void, *mut u8, usize);

struct Frame {
    pixels: *mut u8,
    len: usize,
    release: Release,
    user: *mut c_void,
    stamp: u64,
}

// SAFETY: the caller gives the buffer away and its release function works on any thread.
unsafe impl Send for Frame {}

impl Frame {
    fn bytes(&self) -> &[u8] {
        unsafe { std::slice::from_raw_parts(self.pixels, self.len) }
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        unsafe { (self.release)(self.user, self.pixels, self.len) }
    }
}

static QUEUE: Mutex<VecDeque<Frame>> = Mutex::new(VecDeque::new());

/// Gives one frame to the encoder.
#[unsafe(no_mangle)]
pub extern "C" fn encoder_push(
    pixels: *mut u8,
    len: usize,
    stamp: u64,
    release: Option<Release>,
    user: *mut c_void,
) -> bool {
    let (false, Some(release)) = (pixels.is_null(), release) else { return false };
    let frame = Frame { pixels, len, release, user, stamp };
    let mut queue = QUEUE.lock().unwrap_or_else(PoisonError::into_inner);
    queue.push_back(frame);
    true
}

/// Encodes what is there; returns the stamp of the last frame.
#[unsafe(no_mangle)]
pub extern "C" fn encoder_drain(sum: Option<&mut u32>) -> u64 {
    let frames = std::mem::take(&mut *QUEUE.lock().unwrap_or_else(PoisonError::into_inner));
    let mut total = 0u32;
    let mut last = 0;
    for frame in &frames {
        total = frame.bytes().iter().fold(total, |t, b| t.wrapping_mul(31).wrapping_add(u32::from(*b)));
        last = frame.stamp;
    }
    if let Some(sum) = sum {
        *sum = total;
    }
    last
}
