use std::time::Duration;

const SLOTS: usize = 32;

pub struct Pulse {
    period: u64,
    slots: [u32; SLOTS],
    gaps: u64,
    total: u64,
    last: Option<u64>,
}

impl Pulse {
    pub fn new(seconds: f64) -> Option<Pulse> {
        let period = Duration::try_from_secs_f64(seconds).ok()?;
        let period = u64::try_from(period.as_micros()).ok()?;
        (period > 0).then_some(Pulse { period, slots: [0; SLOTS], gaps: 0, total: 0, last: None })
    }

    pub fn feed(&mut self, edges: &[u64]) {
        for &at in edges {
            if let Some(slot) = self.slot_of(at) {
                *slot = slot.saturating_add(1);
            }
            if let Some(gap) = self.last.and_then(|last| at.checked_sub(last)) {
                self.gaps = self.gaps.saturating_add(1);
                self.total = self.total.saturating_add(gap);
            }
            self.last = Some(at);
        }
    }

    fn slot_of(&mut self, at: u64) -> Option<&mut u32> {
        let index = usize::try_from(at.checked_div(self.period)?).ok()?;
        self.slots.get_mut(index)
    }

    pub fn slot(&self, index: usize) -> Option<u32> {
        self.slots.get(index).copied()
    }

    pub fn mean_gap(&self) -> Option<u64> {
        self.total.checked_div(self.gaps)
    }
}
