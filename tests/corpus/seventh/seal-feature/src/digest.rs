use std::slice;

pub(crate) fn fnv(bytes: &[u8], seed: u64) -> u64 {
    bytes
        .iter()
        .fold(seed, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3))
}

#[no_mangle]
pub unsafe extern "C" fn digest_token(data: *const u8, len: usize) -> u64 {
    if data.is_null() {
        return 0;
    }
    fnv(slice::from_raw_parts(data, len), 0xcbf2_9ce4_8422_2325)
}
