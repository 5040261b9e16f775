pub struct Texture {
    pixels: Vec<u32>,
    width: u32,
}

impl Texture {
    pub fn new(pixels: &[u32], width: u32) -> Self {
        Self { pixels: pixels.to_vec(), width }
    }

    pub fn mean(&self) -> u32 {
        let sum: u64 = self.pixels.iter().map(|p| u64::from(p & 0xff)).sum();
        let count = self.pixels.len() as u64;
        let mean = sum.checked_div(count).unwrap_or(0);
        u32::try_from(mean).unwrap_or(0) + (self.width & 1)
    }
}
