#[repr(u32)]
#[derive(Clone, Copy)]
pub enum Unit {
    Px = 0,
    Em = 1,
    Pt = 2,
}

fn unit_from(raw: u32) -> Unit {
    unsafe { std::mem::transmute(raw) }
}

#[no_mangle]
pub extern "C" fn to_px(amount: f32, unit: u32) -> f32 {
    match unit_from(unit) {
        Unit::Px => amount,
        Unit::Em => amount * 16.0,
        Unit::Pt => amount * 1.333,
    }
}
