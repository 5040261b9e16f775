#[repr(u8)]
#[derive(Clone, Copy)]
pub enum Color { Red = 0, Green = 1, Blue = 2 }
#[repr(C)]
pub struct Pixel { pub color: Color, pub depth: u8 }
#[no_mangle]
pub unsafe extern "C" fn pixel_depth(p: *const Pixel) -> u8 {
    unsafe { p.as_ref() }.map_or(0, |p| p.depth)
}
