mod fnv;

use fnv::Fnv;

pub struct Digest {
    state: Fnv,
    bytes: u64,
}

#[unsafe(no_mangle)]
pub extern "C" fn digest_new(seed: u64) -> *mut Digest {
    Box::into_raw(Box::new(Digest { state: Fnv::with_seed(seed), bytes: 0 }))
}

/// # Safety
/// `d` comes from `digest_new`, `data` points at `len` bytes.
#[unsafe(export_name = "digest_update_v2")]
pub unsafe extern "C" fn digest_update(d: *mut Digest, data: *const u8, len: usize) {
    let Some(d) = (unsafe { d.as_mut() }) else { return };
    if data.is_null() {
        return;
    }
    d.state.write(unsafe { std::slice::from_raw_parts(data, len) });
    d.bytes = d.bytes.wrapping_add(len as u64);
}

/// # Safety
/// `d` comes from `digest_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn digest_value(d: *const Digest) -> u64 {
    unsafe { d.as_ref() }.map_or(0, |d| d.state.finish() ^ d.bytes)
}

/// # Safety
/// `d` comes from `digest_new` and is not used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn digest_free(d: *mut Digest) {
    if !d.is_null() {
        drop(unsafe { Box::from_raw(d) });
    }
}
