use std::ffi::c_char;

/// # Safety
/// `out` has room for `cap` bytes.
#[no_mangle]
pub unsafe extern "C" fn city_name(id: u32, out: *mut c_char, cap: usize) -> bool {
    let name = if id == 0 { "Tampere" } else { "Oulu" };
    if name.len() + 1 > cap {
        return false;
    }
    std::ptr::copy_nonoverlapping(name.as_ptr(), out.cast::<u8>(), name.len());
    *out.add(name.len()) = 0;
    true
}

/// Bytes only, the length is returned.
///
/// # Safety
/// `out` has room for `cap` bytes.
#[no_mangle]
pub unsafe extern "C" fn city_code(id: u32, out: *mut u8, cap: usize) -> usize {
    let code = if id == 0 { "TMP" } else { "OUL" };
    let n = code.len().min(cap);
    std::ptr::copy_nonoverlapping(code.as_ptr(), out, n);
    n
}
