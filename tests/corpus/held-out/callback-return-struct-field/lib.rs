use std::ffi::c_void;

#[repr(C)]
pub struct Visitor {
    pub user: *mut c_void,
    pub enter: Option<unsafe extern "C" fn(*mut c_void, i32) -> bool>,
}

#[no_mangle]
pub unsafe extern "C" fn walk(limit: i32, visitor: *const Visitor) -> i32 {
    let Some(v) = visitor.as_ref() else { return 0 };
    let Some(enter) = v.enter else { return 0 };
    let mut n = 0;
    while n < limit && enter(v.user, n) {
        n += 1;
    }
    n
}
