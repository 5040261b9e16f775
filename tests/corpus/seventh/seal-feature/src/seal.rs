use crate::digest::fnv;
use std::slice;

/// Encrypts in place and returns the tag.
#[no_mangle]
pub unsafe extern "C" fn seal_token(data: *mut u8, len: usize, key: u64) -> u64 {
    if data.is_null() {
        return 0;
    }
    let bytes = slice::from_raw_parts_mut(data, len);
    let mut state = key | 1;
    for b in bytes.iter_mut() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        *b ^= state as u8;
    }
    fnv(bytes, key)
}
