//! An interrupt ends the build in order: running processes are ended, their outputs put back. A second
//! one ends this process at once.

use std::cell::OnceCell;
use std::ops::Deref;

use ghostbind::process::Children;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use zbuild_engine::Cancel;

use super::report::Report;
use crate::diagnostic::Diagnostic;
use crate::failure::Failure;

/// What interrupts cancel.
pub(super) struct Interrupts {
    cancel: Cancel,
    children: Children,
    watched: OnceCell<()>,
}

impl Interrupts {
    /// Nothing is watched yet: an interrupt ends the process at once, which is right while nothing runs.
    pub(super) fn new(children: &Children) -> Result<Self, Failure> {
        let cancel = Cancel::new().map_err(|error| refused(&error))?;
        Ok(Self { cancel, children: children.clone(), watched: OnceCell::new() })
    }

    /// From here on an interrupt cancels.
    pub(super) fn watched(children: &Children, report: &Report) -> Result<Self, Failure> {
        let interrupts = Self::new(children)?;
        interrupts.watch(report);
        Ok(interrupts)
    }

    /// As [`Self::watched`], and once only. A thread of its own waits, which a build of nothing does without.
    pub(super) fn watch(&self, report: &Report) {
        self.watched.get_or_init(|| {
            // Without it an interrupt ends the build all the same, and less orderly.
            if let Err(failure) = self.spawn() {
                failure.diagnostics.iter().for_each(|diagnostic| report.diagnostic(diagnostic));
            }
        });
    }

    fn spawn(&self) -> Result<(), Failure> {
        let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP]).map_err(|error| refused(&error))?;
        let (cancel, children) = (self.cancel.clone(), self.children.clone());
        std::thread::spawn(move || {
            for signal in signals.forever() {
                if cancel.is_cancelled() {
                    // Ends the process; if even that fails, the cancelled build will.
                    let _unended = signal_hook::low_level::emulate_default_handler(signal);
                }
                cancel.cancel();
                children.interrupt();
            }
        });
        Ok(())
    }
}

impl Deref for Interrupts {
    type Target = Cancel;

    fn deref(&self) -> &Cancel {
        &self.cancel
    }
}

fn refused(error: &std::io::Error) -> Failure {
    Failure::work(Diagnostic::error(format!("cannot handle interrupts: {error}")))
}
