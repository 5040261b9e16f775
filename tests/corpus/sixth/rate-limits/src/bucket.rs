pub struct Bucket {
    per_second: u64,
    size: u64,
    cost: u64,
    level: u64,
    at_ms: u64,
}

impl Bucket {
    pub fn new(per_second: u32, burst: u32, weight: u16) -> Self {
        let size = u64::from(burst) * 1000;
        Self { per_second: per_second.into(), size, cost: u64::from(weight) * 1000, level: size, at_ms: 0 }
    }

    pub fn take(&mut self, now_ms: u64) -> bool {
        let passed = now_ms.saturating_sub(self.at_ms);
        self.at_ms = self.at_ms.max(now_ms);
        let gained = passed.saturating_mul(self.per_second);
        self.level = self.level.saturating_add(gained).min(self.size);
        match self.level.checked_sub(self.cost) {
            Some(level) => {
                self.level = level;
                true
            }
            None => false,
        }
    }
}
