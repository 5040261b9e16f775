//! Pin configuration for the board support in Zig.
use std::ops::{BitOr, BitOrAssign};

#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct PinConfig(u32);

impl PinConfig {
    pub const OUTPUT: PinConfig = PinConfig(1);
    pub const OPEN_DRAIN: PinConfig = PinConfig(1 << 1);
    pub const PULL_UP: PinConfig = PinConfig(0b01 << 2);
    pub const PULL_DOWN: PinConfig = PinConfig(0b10 << 2);

    pub const fn with_alt(self, alt: u8) -> PinConfig {
        PinConfig((self.0 & !(0xf << 4)) | ((alt as u32 & 0xf) << 4))
    }

    pub const fn alt(self) -> u8 {
        (self.0 >> 4 & 0xf) as u8
    }

    pub fn contains(self, o: PinConfig) -> bool {
        self.0 & o.0 == o.0
    }
}

impl BitOr for PinConfig {
    type Output = Self;
    fn bitor(self, o: Self) -> Self {
        Self(self.0 | o.0)
    }
}

impl BitOrAssign for PinConfig {
    fn bitor_assign(&mut self, o: Self) {
        self.0 |= o.0;
    }
}

extern "C" {
    fn gpio_configure(port: u8, pin: u8, cfg: PinConfig) -> bool;
    fn gpio_config(port: u8, pin: u8) -> PinConfig;
    fn gpio_levels(port: u8) -> u16;
}

#[derive(Clone, Copy)]
pub struct Pin {
    port: u8,
    pin: u8,
}

impl Pin {
    pub fn new(port: char, pin: u8) -> Option<Pin> {
        let port = u8::try_from(u32::from(port)).ok()?.checked_sub(b'A')?;
        (port < 4 && pin < 16).then_some(Pin { port, pin })
    }

    pub fn configure(self, cfg: PinConfig) -> bool {
        unsafe { gpio_configure(self.port, self.pin, cfg) }
    }

    pub fn config(self) -> PinConfig {
        unsafe { gpio_config(self.port, self.pin) }
    }

    pub fn is_high(self) -> bool {
        unsafe { gpio_levels(self.port) >> self.pin & 1 == 1 }
    }
}
