use std::ffi::c_void;
unsafe extern "C" {
    fn clip_load(id: u32) -> *mut c_void;
    fn clip_length(c: *const c_void) -> f32;
    fn clip_unload(c: *mut c_void);
}
pub struct Clip { raw: *mut c_void }
impl Clip {
    pub fn load(id: u32) -> Option<Clip> {
        let raw = unsafe { clip_load(id) };
        if raw.is_null() { None } else { Some(Clip { raw }) }
    }
    pub fn length(&self) -> f32 { unsafe { clip_length(self.raw) } }
    pub fn unload(self) -> f32 {
        let n = self.length();
        unsafe { clip_unload(self.raw) };
        n
    }
}
impl Drop for Clip {
    fn drop(&mut self) {
        if !self.raw.is_null() { unsafe { clip_unload(self.raw) } }
    }
}
