use crate::sys;
use std::os::raw::c_void;
use std::ptr::NonNull;

macro_rules! owned {
    ($($name:ident => $release:ident;)*) => {$(
        pub struct $name(NonNull<c_void>);

        impl $name {
            fn adopt(raw: *mut c_void) -> Option<Self> {
                NonNull::new(raw).map(Self)
            }
        }

        impl Drop for $name {
            fn drop(&mut self) {
                unsafe { sys::$release(self.0.as_ptr()) }
            }
        }
    )*};
}

owned! {
    Device => au_device_close;
    Clip => au_clip_free;
    Voice => au_voice_drop;
}

impl Device {
    pub fn open(rate: u32) -> Option<Device> {
        Device::adopt(unsafe { sys::au_device_open(rate) })
    }
}

impl Clip {
    pub fn tone(device: &Device, hertz: u32) -> Option<Clip> {
        Clip::adopt(unsafe { sys::au_clip_tone(device.0.as_ptr(), hertz) })
    }
}

impl Voice {
    pub fn play(clip: &Clip, gain: u8) -> Option<Voice> {
        Voice::adopt(unsafe { sys::au_voice_play(clip.0.as_ptr(), gain) })
    }

    pub fn energy(&self) -> u64 {
        unsafe { sys::au_voice_energy(self.0.as_ptr()) }
    }
}
