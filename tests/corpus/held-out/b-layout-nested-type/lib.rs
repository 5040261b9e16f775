#[repr(C)]
#[derive(Clone, Copy)]
pub struct Rgb {
    pub r: u8,
    pub g: u8,
    pub b: u8,
}

#[repr(C)]
pub struct Pixel {
    pub color: Rgb,
    pub alpha: u8,
    pub depth: f32,
}

#[no_mangle]
pub unsafe extern "C" fn pixel_luma(p: *const Pixel) -> f32 {
    p.as_ref().map_or(0.0, |p| f32::from(p.color.g) * p.depth)
}
