pub mod shapes;
pub use shapes::Rect;

#[no_mangle]
pub extern "C" fn rect_area(r: Rect) -> i64 {
    i64::from(r.w).wrapping_mul(i64::from(r.h)).wrapping_add(i64::from(r.x) - i64::from(r.y))
}
