use crate::event::ValveEvent;
use std::collections::VecDeque;

#[derive(Default)]
pub struct Queue {
    events: VecDeque<ValveEvent>,
}

impl Queue {
    pub fn report(&mut self, valve: u16, kpa: u32) {
        self.events.push_back(match kpa {
            0..=600 => ValveEvent::pressure(valve, kpa),
            601..=900 => ValveEvent::fault(valve, 17, kpa),
            _ => ValveEvent::fault(valve, 18, kpa),
        });
    }

    pub fn pop(&mut self) -> Option<ValveEvent> {
        self.events.pop_front()
    }
}
