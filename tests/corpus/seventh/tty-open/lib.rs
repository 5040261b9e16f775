use std::ffi::CStr;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::raw::c_char;
use std::slice;

pub struct Port {
    file: File,
    sent: u64,
}

#[no_mangle]
pub unsafe extern "C" fn port_open(path: *const c_char) -> *mut Port {
    if path.is_null() {
        return std::ptr::null_mut();
    }
    let Ok(path) = CStr::from_ptr(path).to_str() else {
        return std::ptr::null_mut();
    };
    match OpenOptions::new().write(true).open(path) {
        Ok(file) => Box::into_raw(Box::new(Port { file, sent: 0 })),
        Err(_) => std::ptr::null_mut(),
    }
}

#[no_mangle]
pub unsafe extern "C" fn port_send(port: *mut Port, data: *const u8, len: usize) -> i64 {
    let (Some(port), false) = (port.as_mut(), data.is_null()) else { return -1 };
    match port.file.write(slice::from_raw_parts(data, len)) {
        Ok(n) => {
            port.sent = port.sent.saturating_add(n as u64);
            n as i64
        }
        Err(_) => -1,
    }
}

#[no_mangle]
pub unsafe extern "C" fn port_close(port: *mut Port) {
    if !port.is_null() {
        drop(Box::from_raw(port));
    }
}
