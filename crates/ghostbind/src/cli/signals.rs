//! An interrupt ends the children first, then this process, by the signal itself: a shell sees
//! what it expects. Published files are whole at every moment, so nothing else is to be done.

use std::time::{Duration, Instant};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::{Handle, Signals};

use crate::process::Children;

/// How long children are waited for.
const CHILDREN_SECONDS_MAX: u64 = 5;

/// Leaves the end of the process to the signal that interrupted it. Returns only if that fails.
pub(super) fn wait_for_the_end() {
    std::thread::sleep(Duration::from_secs(CHILDREN_SECONDS_MAX + 1));
}

/// Watches until it goes.
pub(super) struct Watch(Handle);

/// Hands interrupts on to the children. `None` where the system has no signals to spare.
pub(super) fn watch(children: &Children) -> Option<Watch> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP]).ok()?;
    let handle = signals.handle();
    let children = children.clone();
    std::thread::spawn(move || {
        for signal in signals.forever() {
            children.interrupt();
            let begun = Instant::now();
            while children.any() && begun.elapsed() < Duration::from_secs(CHILDREN_SECONDS_MAX) {
                std::thread::sleep(Duration::from_millis(5));
            }
            // Ends the process. If even that fails, the interrupted build ends it with an error.
            let _unended = signal_hook::low_level::emulate_default_handler(signal);
        }
    });
    Some(Watch(handle))
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.close();
    }
}
