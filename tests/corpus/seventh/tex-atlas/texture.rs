pub struct Texture {
    width: u32,
    height: u32,
    pixels: Vec<u32>,
}

const MAX_SIDE: u32 = 2048;

#[no_mangle]
pub extern "C" fn tex_checker(width: u32, height: u32, step: u32) -> *mut Texture {
    if width == 0 || height == 0 || width > MAX_SIDE || height > MAX_SIDE {
        return std::ptr::null_mut();
    }
    let step = step.max(1);
    let mut pixels = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let dark = (x / step + y / step) % 2 == 0;
            pixels.push(if dark { 0xff20_2020 } else { 0xffe0_e0e0 });
        }
    }
    Box::into_raw(Box::new(Texture { width, height, pixels }))
}

#[no_mangle]
pub unsafe extern "C" fn tex_area(t: *const Texture) -> u32 {
    t.as_ref().map_or(0, |t| t.width.saturating_mul(t.height))
}

#[no_mangle]
pub unsafe extern "C" fn tex_pixel(t: *const Texture, x: u32, y: u32) -> u32 {
    match t.as_ref() {
        Some(t) if x < t.width && y < t.height => {
            let at = y as usize * t.width as usize + x as usize;
            t.pixels.get(at).copied().unwrap_or(0)
        }
        _ => 0,
    }
}

#[no_mangle]
pub unsafe extern "C" fn tex_free(t: *mut Texture) {
    if !t.is_null() {
        drop(Box::from_raw(t));
    }
}
