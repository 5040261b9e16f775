#[repr(C)]
pub struct Rect { pub x: i32, pub y: i32, pub w: i32, pub h: i32 }
#[no_mangle]
pub extern "C" fn rect_area(r: Rect) -> i64 {
    i64::from(r.w) * i64::from(r.h)
}
