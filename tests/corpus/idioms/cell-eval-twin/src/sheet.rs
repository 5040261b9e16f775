pub struct Sheet { w: usize, cells: Vec<f64> }
impl Sheet {
    pub fn sized(w: usize, h: usize) -> Option<Sheet> {
        let n = w.checked_mul(h).filter(|n| *n <= 1 << 24)?;
        Some(Sheet { w, cells: vec![0.0; n] })
    }
    pub fn put(&mut self, x: usize, y: usize, v: f64) -> bool {
        if x >= self.w { return false }
        match self.cells.get_mut(y.wrapping_mul(self.w).wrapping_add(x)) { Some(c) => { *c = v; true } None => false }
    }
    pub fn at(&self, x: usize, y: usize) -> f64 {
        if x >= self.w { return f64::NAN }
        self.cells.get(y.wrapping_mul(self.w).wrapping_add(x)).copied().unwrap_or(f64::NAN)
    }
}
