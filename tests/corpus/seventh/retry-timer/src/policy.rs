use std::time::Duration;

const LONGEST: Duration = Duration::from_secs(3600);

pub struct Policy {
    pub max_tries: u32,
}

impl Policy {
    /// Twice as long with every try, up to an hour.
    pub fn wait(&self, tries: u32, seconds: f64) -> Option<Duration> {
        if tries >= self.max_tries {
            return None;
        }
        let base = Duration::from_secs_f64(seconds);
        let factor = 1u32.checked_shl(tries).unwrap_or(u32::MAX);
        Some(base.saturating_mul(factor).min(LONGEST))
    }
}
