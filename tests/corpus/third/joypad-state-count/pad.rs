pub const STICKS: usize = 2;
pub const TRIGGERS: usize = 2;
pub const AXES: usize = STICKS * 2 + TRIGGERS;

#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Pad {
    pub buttons: u32,
    pub axes: [i16; AXES],
    pub connected: bool,
}

extern "C" {
    fn pad_poll(index: u32, pad: *mut Pad) -> bool;
}

impl Pad {
    pub fn poll(index: u32) -> Option<Self> {
        let mut pad = Self::default();
        // SAFETY: the driver fills the struct.
        unsafe { pad_poll(index, &mut pad) }.then_some(pad)
    }

    pub fn stick(&self, n: usize) -> (i16, i16) {
        let axis = |at: usize| self.axes.get(at).copied().unwrap_or(0);
        (axis(n.saturating_mul(2)), axis(n.saturating_mul(2).saturating_add(1)))
    }
}
