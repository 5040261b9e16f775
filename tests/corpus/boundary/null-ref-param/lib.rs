#[repr(C)]
pub struct Point { pub x: f64, pub y: f64 }
#[no_mangle]
pub extern "C" fn norm(p: &Point) -> f64 {
    p.x.hypot(p.y)
}
