mod hull;
use hull::Point;
#[repr(C)]
pub struct Points { data: *const Point, len: usize }
impl Points {
    fn view(all: &[Point]) -> Points { Points { data: all.as_ptr(), len: all.len() } }
}
/// # Safety
/// `points` holds `len` points.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn poly_hull(points: *const Point, len: usize) -> Points {
    if points.is_null() { return Points::view(&[]) }
    let points = unsafe { std::slice::from_raw_parts(points, len) };
    let hull = hull::hull(points);
    Points::view(&hull)
}
/// # Safety
/// From `poly_hull`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn points_free(p: Points) {
    if p.len != 0 { drop(unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(p.data.cast_mut(), p.len)) }) }
}
