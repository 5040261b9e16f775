#[no_mangle]
pub extern "C" fn gfx_capture(n: u32) -> bool { n > 0 }
