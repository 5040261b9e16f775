#[repr(u32)]
#[derive(Clone, Copy)]
pub enum Axis {
    X = 0,
    Y = 1,
    Z = 2,
}

#[no_mangle]
pub extern "C" fn axis_mask(raw: u32) -> u32 {
    if raw > 2 {
        return 0;
    }
    let axis: Axis = unsafe { std::mem::transmute(raw) };
    match axis {
        Axis::X => 1,
        Axis::Y => 2,
        Axis::Z => 4,
    }
}
