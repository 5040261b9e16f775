use crate::Key;

pub const SIDE: usize = 16;

#[repr(C)]
pub struct Tile {
    pub key: Key,
    pub pixels: [u32; SIDE * SIDE],
}

impl Tile {
    pub fn render(key: Key) -> Self {
        let mut pixels = [0xff00_0000u32; SIDE * SIDE];
        for (i, p) in pixels.iter_mut().enumerate() {
            let (px, py) = ((i % SIDE) as u32, (i / SIDE) as u32);
            let shade = key.x.wrapping_mul(31) ^ key.y.wrapping_mul(17) ^ px.wrapping_mul(py);
            *p |= (shade & 0xff) << 8;
        }
        Self { key, pixels }
    }
}
