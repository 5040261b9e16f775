#[repr(C)]
pub struct Rect {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
}
#[no_mangle]
pub extern "C" fn rect_area(r: Rect) -> i64 { i64::from(r.width) * i64::from(r.height - r.y + r.x) }
