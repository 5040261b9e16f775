/// A block is a beat when its energy rises by the threshold over the mean so far.
pub struct Detector {
    threshold: f32,
    mean: f32,
    seen: u32,
}

impl Detector {
    pub fn new(threshold: f32) -> Self {
        Self { threshold, mean: 0.0, seen: 0 }
    }

    pub fn feed(&mut self, block: &[f32]) -> bool {
        let energy = block.iter().map(|s| s * s).sum::<f32>() / block.len().max(1) as f32;
        let beat = self.seen > 0 && energy > self.mean * (1.0 + self.threshold);
        self.seen = self.seen.saturating_add(1);
        self.mean += (energy - self.mean) / self.seen as f32;
        beat
    }
}
