#[derive(Clone, Copy)]
pub enum Shape {
    Circle,
    Square,
    Star,
}

#[no_mangle]
#[allow(improper_ctypes_definitions)]
pub extern "C" fn corners(s: Shape) -> u32 {
    match s {
        Shape::Circle => 0,
        Shape::Square => 4,
        Shape::Star => 10,
    }
}
