#[no_mangle]
pub extern "C" fn minmax(a: i32, b: i32) -> Bounds {
    if a < b { Bounds { low: a, high: b } } else { Bounds { low: b, high: a } }
}
#[repr(C)]
pub struct Bounds { low: i32, high: i32 }
