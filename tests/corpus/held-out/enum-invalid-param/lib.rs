#[repr(u8)]
#[derive(Clone, Copy)]
pub enum Color {
    Red,
    Green,
    Blue,
}

#[no_mangle]
pub extern "C" fn color_code(c: Color) -> u32 {
    match c {
        Color::Red => 0xff0000,
        Color::Green => 0x00ff00,
        Color::Blue => 0x0000ff,
    }
}
