//! Sixteen colours of the EGA palette, and the ordered dither for them.
mod dither;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Rgb {
    pub r: u8,
    pub g: u8,
    pub b: u8,
}

const fn rgb(value: u32) -> Rgb {
    Rgb { r: (value >> 16) as u8, g: (value >> 8) as u8, b: value as u8 }
}

const PALETTE: [Rgb; 16] = [
    rgb(0x000000), rgb(0x0000aa), rgb(0x00aa00), rgb(0x00aaaa),
    rgb(0xaa0000), rgb(0xaa00aa), rgb(0xaa5500), rgb(0xaaaaaa),
    rgb(0x555555), rgb(0x5555ff), rgb(0x55ff55), rgb(0x55ffff),
    rgb(0xff5555), rgb(0xff55ff), rgb(0xffff55), rgb(0xffffff),
];

/// Colour number `index` of the palette.
#[no_mangle]
pub extern "C" fn ega_color(index: u8) -> Rgb {
    PALETTE[index as usize]
}

/// Number of the nearest colour at this pixel.
#[no_mangle]
pub extern "C" fn ega_pick(r: u8, g: u8, b: u8, x: u32, y: u32) -> u8 {
    let bias = dither::bias(x, y);
    let mut best = (u32::MAX, 0u8);
    for (n, c) in PALETTE.iter().enumerate() {
        let distance = dither::distance([r, g, b], [c.r, c.g, c.b], bias);
        if distance < best.0 {
            best = (distance, (n & 0x0f) as u8);
        }
    }
    best.1
}
