use std::ffi::{c_char, CString};

pub struct Profile {
    name: CString,
}

#[no_mangle]
pub extern "C" fn profile_open() -> Option<Box<Profile>> {
    CString::new("dev").ok().map(|name| Box::new(Profile { name }))
}

#[no_mangle]
pub extern "C" fn profile_name(p: Option<&Profile>) -> *const c_char {
    p.map_or(std::ptr::null(), |p| p.name.as_ptr())
}

#[no_mangle]
pub extern "C" fn profile_close(p: Option<Box<Profile>>) {
    drop(p);
}
