use std::os::raw::c_void;

pub type ContactFn = Option<unsafe extern "C" fn(user: *mut c_void, a: u32, b: u32, impulse: f32)>;

pub struct Listener {
    call: unsafe extern "C" fn(*mut c_void, u32, u32, f32),
    user: *mut c_void,
}

impl Listener {
    pub fn new(call: unsafe extern "C" fn(*mut c_void, u32, u32, f32), user: *mut c_void) -> Self {
        Listener { call, user }
    }

    pub fn notify(&self, a: u32, b: u32, impulse: f32) {
        unsafe { (self.call)(self.user, a, b, impulse) }
    }
}
