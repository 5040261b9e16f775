mod ffi;

use std::os::raw::c_void;
use std::sync::atomic::{AtomicU32, Ordering};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    pub sum: u64,
    pub len: usize,
}

struct Progress<'a> {
    done: AtomicU32,
    notify: &'a (dyn Fn(u32) + Sync),
}

unsafe extern "C" fn on_done(user: *const c_void) {
    let p = &*user.cast::<Progress<'_>>();
    let n = p.done.fetch_add(1, Ordering::Relaxed).wrapping_add(1);
    (p.notify)(n);
}

/// Sums all archives; `notify` is called on the workers.
pub fn check_all(archives: &[Vec<u8>], notify: &(dyn Fn(u32) + Sync)) -> Vec<Checked> {
    let jobs: Vec<ffi::Job> = archives
        .iter()
        .map(|a| ffi::Job { data: a.as_ptr(), len: a.len(), sum: 0 })
        .collect();
    let mut jobs = jobs.into_boxed_slice();
    let progress = Progress { done: AtomicU32::new(0), notify };
    let user: *const Progress<'_> = &progress;
    unsafe { ffi::sum_archives(jobs.as_mut_ptr(), jobs.len(), on_done, user.cast()) };
    jobs.iter().map(|j| Checked { sum: j.sum, len: j.len }).collect()
}
