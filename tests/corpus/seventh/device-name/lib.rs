use std::ffi::{CString, c_char};

pub struct Device {
    name: CString,
    vendor: u16,
}

static KNOWN: [(u16, &str); 3] = [(0x1d6b, "root hub"), (0x046d, "mouse"), (0x0781, "stick")];

#[unsafe(no_mangle)]
pub extern "C" fn device_count() -> usize {
    KNOWN.len()
}

#[unsafe(no_mangle)]
pub extern "C" fn device_open(index: usize) -> *mut Device {
    let Some((vendor, name)) = KNOWN.get(index).copied() else {
        return std::ptr::null_mut();
    };
    match CString::new(format!("{name} #{index}")) {
        Ok(name) => Box::into_raw(Box::new(Device { name, vendor })),
        Err(_) => std::ptr::null_mut(),
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn device_vendor(d: *const Device) -> u16 {
    unsafe { d.as_ref() }.map_or(0, |d| d.vendor)
}

/// Valid until the device is closed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn device_name(d: *const Device) -> *const c_char {
    unsafe { d.as_ref() }.map_or(std::ptr::null(), |d| d.name.as_ptr())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn device_close(d: *mut Device) {
    if !d.is_null() {
        drop(unsafe { Box::from_raw(d) });
    }
}
