pub struct Upload { parts: Vec<Vec<u8>>, max: usize }
#[unsafe(no_mangle)]
pub extern "C" fn upload_begin(max: usize) -> *mut Upload { Box::into_raw(Box::new(Upload { parts: Vec::new(), max })) }
/// # Safety
/// From `upload_begin`; `data` holds `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn upload_part(u: *mut Upload, data: *const u8, len: usize) -> bool {
    let Some(it) = (unsafe { u.as_mut() }) else { return false };
    if it.parts.len() >= it.max || data.is_null() { return false }
    it.parts.push(unsafe { std::slice::from_raw_parts(data, len) }.to_vec());
    true
}
/// Ends the upload in any case; gives how many bytes it had, or -1.
/// # Safety
/// From `upload_begin`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn upload_finish(u: *mut Upload) -> i64 {
    if u.is_null() { return -1 }
    let u = unsafe { Box::from_raw(u) };
    i64::try_from(u.parts.iter().map(Vec::len).sum::<usize>()).unwrap_or(-1)
}
/// # Safety
/// From `upload_begin`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn upload_abort(u: *mut Upload) { if !u.is_null() { drop(unsafe { Box::from_raw(u) }) } }
