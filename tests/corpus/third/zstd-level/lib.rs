//! Run length compression for the save games.
mod rle;

use std::slice;

/// Room that `len` bytes need in the worst case.
#[export_name = "rle_bound"]
pub extern "C" fn rle_max_size(len: usize) -> usize {
    len.saturating_mul(2)
}

/// Compresses; 0 when `room` is too small.
#[export_name = "rle_pack"]
pub unsafe extern "C" fn pack(data: *const u8, len: usize, out: *mut u8, room: usize) -> usize {
    if data.is_null() || out.is_null() {
        return 0;
    }
    rle::pack(slice::from_raw_parts(data, len), slice::from_raw_parts_mut(out, room)).unwrap_or(0)
}
