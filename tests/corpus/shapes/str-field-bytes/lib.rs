use std::ffi::c_char;
pub struct Device { label: String, id: u32 }
#[no_mangle]
pub extern "C" fn device_open(id: u32) -> *mut Device {
    Box::into_raw(Box::new(Device { label: format!("dev-{id}"), id }))
}
#[no_mangle]
pub unsafe extern "C" fn device_label(device: *const Device) -> *const c_char {
    match device.as_ref() {
        Some(device) => device.label.as_ptr() as *const c_char,
        None => std::ptr::null(),
    }
}
#[no_mangle]
pub unsafe extern "C" fn device_close(device: *mut Device) { if !device.is_null() { drop(Box::from_raw(device)); } }
