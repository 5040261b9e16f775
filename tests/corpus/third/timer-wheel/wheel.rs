use crate::Timer;

pub struct Wheel {
    timers: Vec<Timer>,
}

impl Wheel {
    pub fn new() -> Self {
        Self { timers: Vec::new() }
    }

    pub fn add(&mut self, timer: Timer) -> bool {
        if timer.fire.is_none() {
            return false;
        }
        self.timers.push(timer);
        true
    }

    pub fn turn(&mut self, now: u64) -> u32 {
        let mut fired = 0u32;
        self.timers.retain(|timer| {
            if timer.due > now {
                return true;
            }
            fired = fired.saturating_add(1);
            timer.fire.is_some_and(|fire| fire(timer.user, now))
        });
        fired
    }
}
