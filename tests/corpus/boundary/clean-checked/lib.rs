#[no_mangle]
pub unsafe extern "C" fn get_at(data: *const i32, len: usize, index: usize, out: *mut i32) -> bool {
    if data.is_null() || index >= len { return false; }
    let all = unsafe { std::slice::from_raw_parts(data, len) };
    match (all.get(index), unsafe { out.as_mut() }) {
        (Some(v), Some(out)) => { *out = *v; true }
        _ => false,
    }
}
