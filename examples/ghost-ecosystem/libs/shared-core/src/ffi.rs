//! The same for Zig and C.

use core::slice;

use crate::frame::{self, FrameError};

/// What [`shared_frame_decode`] says of a damaged frame.
pub const SHARED_DAMAGED: isize = -1;
/// What [`shared_frame_decode`] says where there is no room for the payload.
pub const SHARED_NO_ROOM: isize = -2;

/// The CRC-32 of `len` bytes. A null pointer stands for none.
///
/// # Safety
/// `data` leads to `len` bytes, or is null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn shared_crc32(data: *const u8, len: usize) -> u32 {
    if data.is_null() {
        return crate::crc32(&[]);
    }
    // SAFETY: the caller's promise.
    crate::crc32(unsafe { slice::from_raw_parts(data, len) })
}

/// Writes a frame around `len` bytes of payload. Gives the frame's length, 0 where it does not fit.
///
/// # Safety
/// `payload` leads to `len` bytes, `out` to `capacity` that nobody else uses; the two do not overlap.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn shared_frame_encode(
    payload: *const u8,
    len: usize,
    out: *mut u8,
    capacity: usize,
) -> usize {
    if payload.is_null() || out.is_null() {
        return 0;
    }
    // SAFETY: the caller's promise.
    let (payload, out) =
        unsafe { (slice::from_raw_parts(payload, len), slice::from_raw_parts_mut(out, capacity)) };
    frame::encode(payload, out).unwrap_or(0)
}

/// Takes a frame apart. Gives the payload's length, or one of the `SHARED_` values below zero.
///
/// # Safety
/// `data` leads to `len` bytes, `out` to `capacity` that nobody else uses; the two do not overlap.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn shared_frame_decode(
    data: *const u8,
    len: usize,
    out: *mut u8,
    capacity: usize,
) -> isize {
    if data.is_null() || out.is_null() {
        return SHARED_DAMAGED;
    }
    // SAFETY: the caller's promise.
    let (data, out) = unsafe { (slice::from_raw_parts(data, len), slice::from_raw_parts_mut(out, capacity)) };
    match frame::decode(data) {
        Ok(payload) => match out.get_mut(..payload.len()) {
            Some(place) => {
                place.copy_from_slice(payload);
                payload.len() as isize
            }
            None => SHARED_NO_ROOM,
        },
        Err(FrameError::Damaged | FrameError::NoRoom) => SHARED_DAMAGED,
    }
}
