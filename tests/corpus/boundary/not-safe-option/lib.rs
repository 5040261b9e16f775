#[no_mangle]
#[allow(improper_ctypes_definitions)]
pub extern "C" fn find_slot(key: u32) -> Option<u32> {
    if key > 3 { Some(key) } else { None }
}
