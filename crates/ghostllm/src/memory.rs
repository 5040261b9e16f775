//! What the C library's allocator keeps after a peak goes back to the system. It keeps what was freed below anything
//! that lives on, which after a thousand streams was three quarters of the memory in use; only when it is asked does it
//! give back what is between. What is at the end of what a thread has, it gives back by itself, but only beyond a
//! threshold that grows with every large thing that is freed, up to 64 MiB: here it is fixed.
//!
//! Absent: anything on a request's path. Memory is looked at once a second.

use std::time::{Duration, Instant};

use crate::gateway::Gateway;

/// How often memory is looked at.
const LOOK: Duration = Duration::from_secs(1);
/// So much more than after the last time is worth the work.
const GROWN_KIB: u64 = 4 << 10;
/// Where requests are always under way: a peak must be over for most of that time, and giving back locks the allocator
/// for a few milliseconds.
const BUSY: Duration = Duration::from_mins(1);

/// When to give memory back.
#[derive(Debug)]
struct Upkeep {
    /// What was in use after the last time at which nothing was under way: no more than what lives on.
    least_kib: u64,
    last: Instant,
}

/// Gives back what peaks leave behind, for ever.
pub(crate) async fn keep_low(gateway: &Gateway) {
    fix_thresholds();
    let mut upkeep = Upkeep { least_kib: in_use_kib().unwrap_or(0), last: Instant::now() };
    loop {
        tokio::time::sleep(LOOK).await;
        // Other allocators give back by themselves.
        let Some(kib) = in_use_kib() else { return std::future::pending().await };
        let is_quiet = gateway.active.load(std::sync::atomic::Ordering::Relaxed) == 0;
        if upkeep.is_due(kib, is_quiet, Instant::now()) {
            give_back();
            upkeep.last = Instant::now();
            if is_quiet {
                upkeep.least_kib = in_use_kib().unwrap_or(kib);
            }
        }
    }
}

impl Upkeep {
    fn is_due(&self, kib: u64, is_quiet: bool, now: Instant) -> bool {
        kib >= self.least_kib + GROWN_KIB && (is_quiet || now.duration_since(self.last) >= BUSY)
    }
}

/// Resident memory that is no file's.
fn in_use_kib() -> Option<u64> {
    if !cfg!(all(target_os = "linux", target_env = "gnu")) {
        return None;
    }
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn give_back() {
    #[expect(unsafe_code, reason = "nothing else asks the allocator for it")]
    // SAFETY: takes no pointer, and locks what it touches.
    unsafe {
        libc::malloc_trim(0);
    }
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn fix_thresholds() {
    /// What is larger is the system's again as soon as it is freed.
    const LARGE_BYTES: i32 = 1 << 20;
    /// So much may be free at the end of what a thread has.
    const SPARE_BYTES: i32 = 2 << 20;
    #[expect(unsafe_code, reason = "nothing else asks the allocator for it")]
    // SAFETY: takes no pointer, and locks what it touches.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE_BYTES);
        libc::mallopt(libc::M_TRIM_THRESHOLD, SPARE_BYTES);
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn give_back() {}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn fix_thresholds() {}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{BUSY, GROWN_KIB, Upkeep};

    #[test]
    fn memory_is_given_back_after_a_peak_and_not_again() {
        let last = Instant::now();
        let upkeep = Upkeep { least_kib: 8 << 10, last };
        let check = |kib: u64, is_quiet: bool, after: Duration, expected: bool| {
            assert_eq!(upkeep.is_due(kib, is_quiet, last + after), expected, "{kib} {is_quiet} {after:?}");
        };
        let (grown, second) = ((8 << 10) + GROWN_KIB, Duration::from_secs(1));
        check(grown, true, second, true);
        check(grown - 1, true, BUSY, false);
        check(grown, false, second, false);
        check(grown, false, BUSY, true);
    }
}
