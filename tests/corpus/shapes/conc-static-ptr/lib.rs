use std::ptr;
pub struct Config { level: u32 }
static mut CONFIG: *mut Config = ptr::null_mut();
#[no_mangle]
pub extern "C" fn config_init(level: u32) {
    unsafe { CONFIG = Box::into_raw(Box::new(Config { level })); }
}
#[no_mangle]
pub extern "C" fn config_level() -> u32 {
    unsafe { CONFIG.as_ref().map_or(0, |c| c.level) }
}
