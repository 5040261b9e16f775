//! How a caller stops a build.

use std::io::{self, PipeReader, PipeWriter, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Stops a build from another thread: running processes are ended, their outputs put back as they were.
#[derive(Clone, Debug)]
pub struct Cancel(Arc<State>);

#[derive(Debug)]
struct State {
    cancelled: AtomicBool,
    /// Readable from the moment of cancelling on, so that whoever waits for a process can wait for this too.
    reader: PipeReader,
    writer: PipeWriter,
}

impl Cancel {
    /// A flag that is not raised.
    pub fn new() -> io::Result<Self> {
        let (reader, writer) = io::pipe()?;
        Ok(Self(Arc::new(State { cancelled: AtomicBool::new(false), reader, writer })))
    }

    /// Raises the flag. It stays up.
    pub fn cancel(&self) {
        if !self.0.cancelled.swap(true, Ordering::SeqCst) {
            // A full pipe cannot be: this is the only byte. A failed write leaves the flag, which is polled too.
            let _ = (&self.0.writer).write(&[1]);
        }
    }

    /// Whether the flag is up.
    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::SeqCst)
    }

    pub(crate) fn reader(&self) -> &PipeReader {
        &self.0.reader
    }
}
