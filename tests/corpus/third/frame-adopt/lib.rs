//! Frame queue between the capture (Zig) and the encoder (Rust).
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

struct Frame {
    pixels: Vec<u8>,
    stamp: u64,
}

impl Frame {
    fn bytes(&self) -> &[u8] {
        &self.pixels
    }
}

static QUEUE: Mutex<VecDeque<Frame>> = Mutex::new(VecDeque::new());

/// Gives one frame to the encoder.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn encoder_push(pixels: *mut u8, len: usize, stamp: u64) -> bool {
    if pixels.is_null() {
        return false;
    }
    let pixels = unsafe { Vec::from_raw_parts(pixels, len, len) };
    let frame = Frame { pixels, stamp };
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
