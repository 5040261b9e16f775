//! Timers and wakeups for the OS tools; the queue itself is in Zig.
use std::ffi::c_int;
use std::time::Duration;

#[repr(C)]
pub struct Pump {
    _opaque: [u8; 0],
}

extern "C" {
    fn pump_create(slots: u32) -> *mut Pump;
    fn pump_destroy(p: *mut Pump);
    fn pump_arm(p: *mut Pump, slot: u32, after_ms: u64) -> c_int;
    fn poll(p: *mut Pump, elapsed_ms: u64) -> c_int;
}

pub struct EventPump {
    raw: *mut Pump,
}

impl EventPump {
    pub fn with_slots(slots: u32) -> Option<Self> {
        let raw = unsafe { pump_create(slots) };
        if raw.is_null() {
            return None;
        }
        Some(Self { raw })
    }

    pub fn arm(&mut self, slot: u32, after: Duration) -> bool {
        let ms = u64::try_from(after.as_millis()).unwrap_or(u64::MAX);
        unsafe { pump_arm(self.raw, slot, ms) == 0 }
    }

    /// Slots that fired, at most `limit`.
    pub fn fired(&mut self, elapsed: Duration, limit: usize) -> Vec<u32> {
        let ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
        let mut out = Vec::new();
        while out.len() < limit {
            match unsafe { poll(self.raw, ms) } {
                n if n < 0 => break,
                n => out.push(n as u32),
            }
        }
        out
    }
}

impl Drop for EventPump {
    fn drop(&mut self) {
        unsafe { pump_destroy(self.raw) }
    }
}
