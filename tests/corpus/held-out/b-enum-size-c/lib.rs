#[repr(C)]
#[derive(Clone, Copy)]
pub enum Axis {
    X,
    Y,
}

#[no_mangle]
pub extern "C" fn axis_flip(a: Axis) -> Axis {
    match a {
        Axis::X => Axis::Y,
        Axis::Y => Axis::X,
    }
}
