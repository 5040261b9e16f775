#[no_mangle]
pub extern "C" fn net_id() -> u32 { 5 }
