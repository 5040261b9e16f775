#[no_mangle]
pub extern "C" fn registry_remove(id: u32) -> i32 { id as i32 }
#[no_mangle]
pub extern "C" fn registry_size() -> u32 { 2 }
