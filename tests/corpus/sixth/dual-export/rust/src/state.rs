pub struct State {
    sum: u64,
    pub bytes: u64,
}

impl State {
    pub fn new(seed: u64) -> Self {
        Self { sum: seed ^ 0x9e37_79b9_7f4a_7c15, bytes: 0 }
    }

    pub fn reset(&mut self, seed: u64) {
        *self = Self::new(seed);
    }

    pub fn word(&mut self, w: u64) {
        self.sum = (self.sum.rotate_left(23) ^ w).wrapping_mul(0xff51_afd7_ed55_8ccd);
    }

    pub fn value(&self) -> u64 {
        self.sum ^ (self.sum >> 33)
    }
}
