#[repr(C)]
pub struct Usage {
    pub user: i64,
    pub system: i64,
}

#[no_mangle]
pub unsafe extern "C" fn usage_get(out: *mut Usage) -> i32 {
    let Some(u) = out.as_mut() else { return -1 };
    u.user = 1;
    u.system = 2;
    0
}
