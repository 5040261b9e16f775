pub struct Gain {
    factor: f32,
    peak: f32,
}

impl Gain {
    pub fn from_db(db: f64) -> Self {
        Gain { factor: 10f64.powf(db / 20.0) as f32, peak: 0.0 }
    }

    pub fn process(&mut self, data: &mut [f32]) {
        for v in data {
            *v *= self.factor;
            self.peak = self.peak.max(v.abs());
        }
    }

    pub fn peak(&self) -> f32 {
        self.peak
    }
}
