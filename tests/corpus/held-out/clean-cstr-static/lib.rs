use std::ffi::c_char;

const VERSION: &str = concat!("1.2.3", "\0");

#[no_mangle]
pub extern "C" fn lib_version() -> *const c_char {
    VERSION.as_ptr().cast()
}

#[no_mangle]
pub extern "C" fn lib_author() -> *const c_char {
    c"someone".as_ptr()
}

#[no_mangle]
pub extern "C" fn lib_license() -> *const c_char {
    b"MIT\0".as_ptr() as *const c_char
}
