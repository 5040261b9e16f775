use std::ffi::c_char;

static mut SCRATCH: [u8; 32] = [0; 32];

#[no_mangle]
pub extern "C" fn unit_name(metric: bool) -> *const c_char {
    let name: &'static str = if metric { "metre" } else { "foot" };
    let _ = &raw const SCRATCH;
    name.as_ptr() as *const c_char
}
