use std::ffi::c_void;

#[repr(u8)]
#[derive(Clone, Copy)]
pub enum Level {
    Info = 1,
}

#[repr(C)]
pub struct Sink {
    user: *const c_void,
    write: unsafe extern "C" fn(*const c_void, u8, *const u8, usize),
}

// SAFETY: required by `log_register`.
unsafe impl Sync for Sink {}

impl Sink {
    pub fn write(&self, level: Level, text: &str) {
        unsafe { (self.write)(self.user, level as u8, text.as_ptr(), text.len()) }
    }
}
