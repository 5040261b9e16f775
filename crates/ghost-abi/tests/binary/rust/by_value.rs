//! Structs by value, nested, and returned through memory.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Small {
    pub a: u8,
    pub b: u32,
    pub c: u16,
}
#[repr(C)]
pub struct Large {
    pub values: [u64; 8],
    pub at: Point,
    pub small: Small,
}
#[unsafe(no_mangle)]
pub extern "C" fn point_add(a: Point, b: Point) -> Point {
    Point { x: a.x + b.x, y: a.y + b.y }
}
#[unsafe(no_mangle)]
pub extern "C" fn small_sum(s: Small) -> u64 {
    u64::from(s.a) + u64::from(s.b) + u64::from(s.c)
}
#[unsafe(no_mangle)]
pub extern "C" fn large_make(at: Point, small: Small) -> Large {
    Large { values: [small.b.into(); 8], at, small }
}
#[unsafe(no_mangle)]
pub extern "C" fn large_first(large: Large) -> u64 {
    large.values[0]
}
