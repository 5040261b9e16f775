use std::os::raw::c_void;

extern "C" {
    pub fn au_device_open(rate: u32) -> *mut c_void;
    pub fn au_device_close(d: *mut c_void);
    pub fn au_clip_tone(d: *const c_void, hertz: u32) -> *mut c_void;
    pub fn au_clip_free(c: *mut c_void);
    pub fn au_voice_play(c: *const c_void, gain: u8) -> *mut c_void;
    pub fn au_voice_energy(v: *const c_void) -> u64;
    pub fn au_voice_drop(v: *mut c_void);
}
