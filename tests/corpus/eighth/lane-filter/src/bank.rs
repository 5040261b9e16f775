use std::mem::{align_of, offset_of, size_of};

pub const MAX_TAPS: usize = 4;

#[repr(C, align(16))]
#[derive(Clone, Copy, Default)]
pub struct Lane(pub [f32; 4]);

#[repr(C)]
pub struct Bank {
    used: u32,
    gain: Lane,
    taps: [Lane; MAX_TAPS],
}

const _: () = {
    assert!(align_of::<Lane>() == 16 && size_of::<Lane>() == 16);
    assert!(offset_of!(Bank, gain) == 16);
    assert!(offset_of!(Bank, taps) == 32);
    assert!(size_of::<Bank>() == 96);
};

unsafe extern "C" {
    fn bank_run(bank: *const Bank, frames: *mut Lane, len: usize);
    fn bank_total(bank: *const Bank) -> f32;
}

impl Bank {
    pub fn new(gain: Lane, taps: &[f32]) -> Option<Self> {
        let mut all = [Lane::default(); MAX_TAPS];
        if taps.len() > all.len() {
            return None;
        }
        for (lane, tap) in all.iter_mut().zip(taps) {
            *lane = Lane([*tap; 4]);
        }
        let used = u32::try_from(taps.len()).ok()?;
        Some(Bank { used, gain, taps: all })
    }

    pub fn run(&self, frames: &mut [Lane]) {
        unsafe { bank_run(self, frames.as_mut_ptr(), frames.len()) }
    }

    pub fn total(&self) -> f32 {
        unsafe { bank_total(self) }
    }
}
