use crate::units::{Amp, Channel, Ohm, Volt};

#[repr(C)]
pub struct Reading {
    ohm: Ohm,
    channel: Channel,
    valid: u8,
}

impl Reading {
    pub fn ohm(&self) -> f64 {
        self.ohm.value()
    }

    pub fn channel(&self) -> u16 {
        self.channel.0
    }
}

unsafe extern "C" {
    safe fn ohm_measure(channel: Channel, volt: Volt, amp: Amp) -> Reading;
    fn ohm_mean(values: *const Ohm, len: usize) -> Ohm;
}

pub struct Meter {
    next: Channel,
    seen: Vec<Ohm>,
}

impl Meter {
    pub fn new() -> Self {
        Meter { next: Channel(1), seen: Vec::new() }
    }

    pub fn measure(&mut self, volt: Volt, amp: Amp) -> Option<Reading> {
        let reading = ohm_measure(self.next, volt, amp);
        self.next = Channel(self.next.0.wrapping_add(1));
        if reading.valid == 0 {
            return None;
        }
        self.seen.push(reading.ohm);
        Some(reading)
    }

    pub fn mean(&self) -> f64 {
        unsafe { ohm_mean(self.seen.as_ptr(), self.seen.len()) }.value()
    }
}
