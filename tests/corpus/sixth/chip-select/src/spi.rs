use std::os::raw::{c_int, c_void};

#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BusMode {
    Mode0 = 0,
    Mode1 = 1,
    Mode2 = 2,
    Mode3 = 3,
}

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct BusConfig {
    pub mode: BusMode,
    pub lsb_first: bool,
    pub chip_select: u16,
    pub clock_hz: u32,
}

extern "C" {
    fn spi_attach(config: *const BusConfig) -> *mut c_void;
    fn spi_detach(bus: *mut c_void);
    fn spi_transfer(bus: *mut c_void, tx: *const u8, rx: *mut u8, len: usize) -> c_int;
}

pub struct Bus {
    raw: *mut c_void,
}

impl Bus {
    pub fn attach(config: BusConfig) -> Result<Bus, BusConfig> {
        let raw = unsafe { spi_attach(&config) };
        if raw.is_null() {
            return Err(config);
        }
        Ok(Bus { raw })
    }

    pub fn transfer(&mut self, tx: &[u8]) -> Option<Vec<u8>> {
        let mut rx = vec![0; tx.len()];
        let n = unsafe { spi_transfer(self.raw, tx.as_ptr(), rx.as_mut_ptr(), tx.len()) };
        usize::try_from(n).ok().map(|n| {
            rx.truncate(n);
            rx
        })
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        unsafe { spi_detach(self.raw) }
    }
}
