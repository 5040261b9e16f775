use std::ffi::{c_char, CString};

pub struct User {
    name: CString,
    visits: Vec<u32>,
}

#[no_mangle]
pub extern "C" fn user_new(id: u32) -> *mut User {
    match CString::new(format!("user{id}")) {
        Ok(name) => Box::into_raw(Box::new(User { name, visits: Vec::new() })),
        Err(_) => std::ptr::null_mut(),
    }
}

/// Valid until the user is freed; visits do not change it.
#[no_mangle]
pub unsafe extern "C" fn user_name(u: *const User) -> *const c_char {
    u.as_ref().map_or(std::ptr::null(), |u| u.name.as_ptr())
}

#[no_mangle]
pub unsafe extern "C" fn user_visit(u: *mut User, page: u32) {
    if let Some(u) = u.as_mut() {
        u.visits.push(page);
    }
}

#[no_mangle]
pub unsafe extern "C" fn user_free(u: *mut User) {
    if !u.is_null() {
        drop(Box::from_raw(u));
    }
}
