/// One text for all, to keep the table small.
static NAMES: &str = "gatewayprinterarchive";
static ENDS: [usize; 3] = [7, 14, 21];

fn entry(index: usize) -> Option<&'static str> {
    let end = *ENDS.get(index)?;
    let start = match index.checked_sub(1) {
        Some(before) => *ENDS.get(before)?,
        None => 0,
    };
    NAMES.get(start..end)
}

#[no_mangle]
pub extern "C" fn host_count() -> usize {
    ENDS.len()
}

#[no_mangle]
pub extern "C" fn host_name(index: usize) -> *const u8 {
    entry(index).map_or(std::ptr::null(), str::as_ptr)
}

#[no_mangle]
pub extern "C" fn host_name_len(index: usize) -> usize {
    entry(index).map_or(0, str::len)
}
