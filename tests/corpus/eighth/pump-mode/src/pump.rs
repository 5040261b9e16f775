use std::ptr::NonNull;

#[repr(u8)]
#[allow(dead_code)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Idle = 0,
    Priming = 1,
    Running = 2,
    Stalled = 3,
}

#[repr(C)]
struct Raw {
    _opaque: [u8; 0],
}

unsafe extern "C" {
    fn pump_open(address: u8) -> *mut Raw;
    fn pump_close(pump: *mut Raw);
    fn pump_set_flow(pump: *mut Raw, ml_per_min: u32);
    fn pump_query(pump: *const Raw, mode: *mut Mode) -> bool;
}

pub struct Pump {
    raw: NonNull<Raw>,
    last: Mode,
}

impl Pump {
    pub fn open(address: u8) -> Option<Self> {
        let raw = NonNull::new(unsafe { pump_open(address) })?;
        Some(Pump { raw, last: Mode::Idle })
    }

    pub fn set_flow(&mut self, ml_per_min: u32) {
        unsafe { pump_set_flow(self.raw.as_ptr(), ml_per_min) }
    }

    pub fn mode(&mut self) -> Mode {
        let mut mode = self.last;
        if unsafe { pump_query(self.raw.as_ptr(), &mut mode) } {
            self.last = mode;
        }
        self.last
    }
}

impl Drop for Pump {
    fn drop(&mut self) {
        unsafe { pump_close(self.raw.as_ptr()) }
    }
}
