#[repr(C)]
pub struct Point {
    pub x: i32,
    pub y: f64,
}

/// Doubles.
#[unsafe(no_mangle)]
pub extern "C" fn pure_twice(n: u32) -> u32 {
    n * 2
}

/// The length of a text of numbers, by way of std's allocator.
#[unsafe(no_mangle)]
pub extern "C" fn pure_digits(n: u64) -> usize {
    format!("{n}").len()
}

/// Scales a point in place.
///
/// # Safety
/// `point` is a valid point.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pure_scale(point: *mut Point, by: f64) -> bool {
    let Some(point) = (unsafe { point.as_mut() }) else { return false };
    point.y *= by;
    true
}
