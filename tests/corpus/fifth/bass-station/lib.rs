//! Rust front end of the bass station; the oscillators live in the Zig library.
use std::ffi::c_int;

pub mod sys {
    use std::ffi::c_int;

    #[repr(C)]
    pub struct Osc {
        _opaque: [u8; 0],
        _pin: core::marker::PhantomData<(*mut u8, core::marker::PhantomPinned)>,
    }

    extern "C" {
        pub fn bass_create(sample_rate: u32) -> *mut Osc;
        pub fn bass_destroy(osc: *mut Osc);
        pub fn bass_set_freq(osc: *mut Osc, hz: f64) -> c_int;
        pub fn bass_set_detune(osc: *mut Osc, cents: f64) -> c_int;
        pub fn bass_set_gain(osc: *mut Osc, gain: f32) -> c_int;
        pub fn bass_render(osc: *mut Osc, out: *mut f32, frames: usize) -> usize;
    }
}

pub struct Osc(*mut sys::Osc);

macro_rules! setter {
    ($name:ident, $raw:ident, $t:ty) => {
        pub fn $name(&mut self, v: $t) -> Result<(), c_int> {
            match unsafe { sys::$raw(self.0, v) } {
                0 => Ok(()),
                e => Err(e),
            }
        }
    };
}

impl Osc {
    pub fn new(sample_rate: u32) -> Option<Self> {
        let p = unsafe { sys::bass_create(sample_rate) };
        if p.is_null() { None } else { Some(Osc(p)) }
    }

    setter!(set_freq, bass_set_freq, f64);
    setter!(set_detune, bass_set_detune, f64);
    setter!(set_gain, bass_set_gain, f32);

    pub fn render(&mut self, out: &mut [f32]) -> usize {
        unsafe { sys::bass_render(self.0, out.as_mut_ptr(), out.len()) }
    }
}

impl Drop for Osc {
    fn drop(&mut self) {
        unsafe { sys::bass_destroy(self.0) }
    }
}
