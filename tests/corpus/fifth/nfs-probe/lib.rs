use std::ffi::{c_char, CStr};

#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnState {
    Idle = 0,
    Mounting = 1,
    Ready = 2,
    Stale = 3,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Status {
    pub server: u32,
    pub state: ConnState,
    pub retries: u8,
    pub rtt_ms: u16,
}

mod ffi {
    use super::*;
    #[repr(C)]
    pub struct Probe {
        _p: [u8; 0],
    }
    extern "C" {
        pub fn nfs_probe_open(host: *const c_char) -> *mut Probe;
        pub fn nfs_probe_close(p: *mut Probe);
        pub fn nfs_probe_status(p: *const Probe, out: *mut Status) -> bool;
    }
}

pub struct Probe(std::ptr::NonNull<ffi::Probe>);

impl Probe {
    pub fn open(host: &CStr) -> Option<Probe> {
        std::ptr::NonNull::new(unsafe { ffi::nfs_probe_open(host.as_ptr()) }).map(Probe)
    }

    pub fn status(&self) -> Option<Status> {
        let mut s = std::mem::MaybeUninit::<Status>::zeroed();
        if unsafe { ffi::nfs_probe_status(self.0.as_ptr(), s.as_mut_ptr()) } {
            Some(unsafe { s.assume_init() })
        } else {
            None
        }
    }

    pub fn usable(&self) -> bool {
        self.status().is_some_and(|s| s.state == ConnState::Ready && s.rtt_ms < 500)
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        unsafe { ffi::nfs_probe_close(self.0.as_ptr()) }
    }
}
