use std::ffi::c_char;

/// Writes the name of the city into `out`; false if it is too small.
///
/// # Safety
/// `out` has room for `cap` bytes.
#[no_mangle]
pub unsafe extern "C" fn city_name(id: u32, out: *mut c_char, cap: usize) -> bool {
    let name = match id {
        0 => "Tampere",
        1 => "Oulu",
        _ => "nowhere",
    };
    if name.len() > cap {
        return false;
    }
    std::ptr::copy_nonoverlapping(name.as_ptr(), out.cast::<u8>(), name.len());
    true
}
