#[repr(C)]
pub struct Pt {
    pub x: i32,
    pub y: i32,
}

#[no_mangle]
pub unsafe extern "C" fn pt_norm(p: *mut Pt) -> i64 {
    match p.as_ref() {
        Some(p) => i64::from(p.x) * i64::from(p.x) + i64::from(p.y) * i64::from(p.y),
        None => 0,
    }
}
