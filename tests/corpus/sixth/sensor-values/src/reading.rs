use std::fmt;

/// What a reading holds depends on its kind.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Value {
    pub level: f64,
    pub pulses: u64,
    pub state: u8,
}

#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Reading {
    pub sensor: u16,
    pub kind: u8,
    pub value: Value,
}

unsafe extern "C" {
    fn sampler_read(tick: u32, out: *mut Reading, cap: usize) -> usize;
}

pub fn read(tick: u32) -> Vec<Reading> {
    let wanted = unsafe { sampler_read(tick, std::ptr::null_mut(), 0) };
    let mut all = vec![Reading::default(); wanted];
    let got = unsafe { sampler_read(tick, all.as_mut_ptr(), all.len()) };
    all.truncate(got);
    all
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sensor {}: ", self.sensor)?;
        match self.kind {
            0 => write!(f, "{:.1} %", self.value.level),
            1 => write!(f, "{} pulses", self.value.pulses),
            2 => write!(f, "{}", if self.value.state == 0 { "open" } else { "closed" }),
            k => write!(f, "unknown kind {k}"),
        }
    }
}
