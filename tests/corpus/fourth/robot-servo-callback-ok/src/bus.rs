use std::ffi::c_void;

pub type FrameFn = unsafe extern "C" fn(user: *mut c_void, data: *const u8, len: usize) -> bool;

extern "C" {
    /// Calls `f` for each frame that waits on the port, until it says false.
    pub fn servo_bus_poll(port: u32, f: Option<FrameFn>, user: *mut c_void) -> bool;
}
