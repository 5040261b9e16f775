use std::cell::UnsafeCell;
use std::ffi::c_void;
use std::ptr::NonNull;

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    pub seq: u64,
    pub rtt_us: u32,
    pub lost: bool,
}

#[repr(C)]
struct Raw {
    _p: [u8; 0],
}

type OnSample = unsafe extern "C" fn(*mut c_void, *const Sample);

unsafe extern "C" {
    fn monitor_start(on_sample: Option<OnSample>, user: *mut c_void) -> Option<NonNull<Raw>>;
    fn monitor_stop(m: Option<NonNull<Raw>>);
}

#[derive(Default)]
struct Inbox {
    samples: UnsafeCell<Vec<Sample>>,
}

pub struct Monitor {
    raw: NonNull<Raw>,
    inbox: Box<Inbox>,
}

unsafe extern "C" fn on_sample(user: *mut c_void, sample: *const Sample) {
    let inbox = unsafe { &*user.cast::<Inbox>() };
    unsafe { (*inbox.samples.get()).push(*sample) };
}

impl Monitor {
    pub fn start() -> Option<Self> {
        let inbox = Box::<Inbox>::default();
        let user = std::ptr::from_ref(&*inbox).cast_mut().cast();
        let raw = unsafe { monitor_start(Some(on_sample), user) }?;
        Some(Self { raw, inbox })
    }

    /// Takes what has come in since the last call.
    pub fn drain(&mut self) -> Vec<Sample> {
        unsafe { std::mem::take(&mut *self.inbox.samples.get()) }
    }
}

impl Drop for Monitor {
    fn drop(&mut self) {
        unsafe { monitor_stop(Some(self.raw)) }
    }
}
