//! The program that is restarted. It has a process group of its own, so that ending it ends what it started, and
//! nothing to read: the terminal is the watch's.

use std::ffi::OsString;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::diagnostic::{Diagnostic, Place};
use crate::failure::Failure;
use crate::lower::Product;

/// How long a program has to end by itself.
const GRACE: Duration = Duration::from_secs(2);

pub(super) struct Program {
    child: Child,
    /// Its end was told.
    told: bool,
}

impl Program {
    pub(super) fn start(product: &Product, args: &[OsString]) -> Result<Self, Failure> {
        #[expect(
            clippy::disallowed_methods,
            reason = "the user's own program, with the user's own surroundings"
        )]
        let mut command = Command::new(&product.path);
        command.args(args).stdin(Stdio::null());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let child = command.spawn().map_err(|error| {
            let message = format!("cannot start `{}`: {error}", product.name);
            Failure::work(Diagnostic::error(message).at(Place::File(product.path.clone())))
        })?;
        Ok(Self { child, told: false })
    }

    /// The code that it ended with, the first time that this is known.
    pub(super) fn ended(&mut self) -> Option<u8> {
        if self.told {
            return None;
        }
        let status = self.child.try_wait().ok().flatten()?;
        self.told = true;
        Some(crate::cli::run::exit_code_of(status))
    }

    /// Asks it to end, and ends it if it does not.
    pub(super) fn end(mut self) {
        self.signal(false);
        let since = Instant::now();
        while since.elapsed() < GRACE && matches!(self.child.try_wait(), Ok(None)) {
            std::thread::sleep(Duration::from_millis(5));
        }
        self.signal(true);
        let _ended = self.child.wait();
    }

    #[cfg(unix)]
    fn signal(&self, hard: bool) {
        use rustix::process::{Pid, Signal, kill_process_group};
        let signal = if hard { Signal::KILL } else { Signal::TERM };
        if let Some(group) = Pid::from_raw(self.child.id().cast_signed()) {
            // The group is gone when nothing of it runs any more.
            let _gone = kill_process_group(group, signal);
        }
    }

    #[cfg(not(unix))]
    fn signal(&mut self, hard: bool) {
        if hard {
            let _gone = self.child.kill();
        }
    }
}
