pub struct Mosaic {
    columns: usize,
    rows: usize,
    tile: usize,
    placed: u32,
    pixels: Vec<u8>,
}

impl Mosaic {
    pub fn new(columns: usize, rows: usize, tile: usize) -> Self {
        let pixels = vec![0; columns * rows * tile * tile];
        Mosaic { columns, rows, tile, placed: 0, pixels }
    }

    pub fn placed(&self) -> u32 {
        self.placed
    }

    pub fn put(&mut self, col: usize, row: usize, pixels: &[u8], size: usize) -> bool {
        if col >= self.columns || row >= self.rows || size != self.tile {
            return false;
        }
        let width = self.columns * self.tile;
        let lines = self.pixels.chunks_exact_mut(width).skip(row * self.tile);
        for (line, src) in lines.zip(pixels.chunks_exact(size)) {
            if let Some(dst) = line.chunks_exact_mut(self.tile).nth(col) {
                dst.copy_from_slice(src);
            }
        }
        self.placed = self.placed.saturating_add(1);
        true
    }

    pub fn pixel(&self, x: u32, y: u32) -> Option<u8> {
        let width = self.columns * self.tile;
        if x as usize >= width {
            return None;
        }
        let i = (y as usize).checked_mul(width)?.checked_add(x as usize)?;
        self.pixels.get(i).copied()
    }
}
