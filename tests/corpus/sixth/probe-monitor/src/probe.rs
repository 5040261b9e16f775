use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

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
    fn probe_start(on_sample: Option<OnSample>, user: *mut c_void) -> Option<NonNull<Raw>>;
    fn probe_stop(p: Option<NonNull<Raw>>);
}

#[derive(Default)]
struct Inbox {
    lost: AtomicU64,
    samples: Mutex<Vec<Sample>>,
}

unsafe extern "C" fn on_sample(user: *mut c_void, sample: *const Sample) {
    let (inbox, sample) = unsafe { (&*user.cast::<Inbox>(), *sample) };
    if sample.lost {
        inbox.lost.fetch_add(1, Relaxed);
        return;
    }
    inbox.samples.lock().unwrap_or_else(PoisonError::into_inner).push(sample);
}

pub struct Probe {
    raw: Option<NonNull<Raw>>,
    inbox: Arc<Inbox>,
    lent: *const Inbox,
}

impl Probe {
    pub fn start() -> Option<Self> {
        let inbox = Arc::<Inbox>::default();
        let lent = Arc::into_raw(Arc::clone(&inbox));
        let raw = unsafe { probe_start(Some(on_sample), lent.cast_mut().cast()) };
        let probe = Self { raw, inbox, lent };
        probe.raw.is_some().then_some(probe)
    }

    /// Takes what has come in since the last call.
    pub fn drain(&self) -> Vec<Sample> {
        std::mem::take(&mut *self.inbox.samples.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub fn lost(&self) -> u64 {
        self.inbox.lost.load(Relaxed)
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        unsafe {
            probe_stop(self.raw.take());
            drop(Arc::from_raw(self.lent));
        }
    }
}
