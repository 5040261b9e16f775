use std::ffi::CStr;
use std::os::raw::c_char;
use std::slice;

fn stretch(secret: &[u8], salt: u64) -> u64 {
    let mut h = salt ^ 0x51_7c_c1_b7_27_22_0a_95;
    for round in 0..1000u64 {
        for b in secret {
            h = (h.rotate_left(5) ^ u64::from(*b)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
        h ^= round;
    }
    h
}

/// Encrypts `data` in place with the secret.
#[no_mangle]
pub unsafe extern "C" fn key_wrap(secret: *const c_char, salt: u64, data: *mut u8, len: usize) -> bool {
    if secret.is_null() || data.is_null() {
        return false;
    }
    let mut state = stretch(CStr::from_ptr(secret).to_bytes(), salt);
    for b in slice::from_raw_parts_mut(data, len) {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        *b ^= (state >> 56) as u8;
    }
    true
}
