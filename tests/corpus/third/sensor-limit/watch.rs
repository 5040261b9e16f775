#[derive(Default)]
pub struct Watch {
    pub limit: Option<u32>,
    over: u8,
}

impl Watch {
    /// Three values in a row over the limit are an alarm.
    pub fn value(&mut self, value: u32) -> bool {
        self.over = match self.limit {
            Some(limit) if value > limit => self.over.saturating_add(1),
            _ => 0,
        };
        self.over >= 3
    }
}
