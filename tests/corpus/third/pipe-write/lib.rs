//! Message pipe between the two halves of the editor.
mod ring;

use ring::Ring;
use std::slice;
use std::sync::{Mutex, PoisonError};

static PIPE: Mutex<Ring> = Mutex::new(Ring::new());

fn with<R>(work: impl FnOnce(&mut Ring) -> R) -> R {
    work(&mut PIPE.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Puts bytes into the pipe; returns how many fitted.
#[no_mangle]
pub unsafe extern "C" fn send(channel: i32, data: *const u8, len: usize, flags: i32) -> isize {
    if data.is_null() || channel < 0 || flags != 0 {
        return -1;
    }
    let n = with(|ring| ring.push(slice::from_raw_parts(data, len)));
    isize::try_from(n).unwrap_or(-1)
}

/// Takes one byte, -1 when the pipe is empty.
#[no_mangle]
pub extern "C" fn pipe_take() -> i32 {
    with(|ring| ring.pop().map_or(-1, i32::from))
}
