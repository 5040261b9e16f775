//! Standard input that may or may not be meant.
//!
//! A terminal is never read here. A file or a pipe may be there because somebody piped something
//! in, or because whoever started the program left a pipe open and will never write: the first
//! piece tells, and what was not asked for is waited for only so long.

use std::io::{IsTerminal as _, Read as _};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use crate::failure::Failure;

/// How long the first piece of what was not asked for may take.
const FIRST_PIECE: Duration = Duration::from_secs(2);

/// Everything on standard input. Where it was `asked_for`, as long as it takes (at a terminal:
/// nothing); else `None` where nothing begins to come.
pub(crate) fn read(asked_for: bool) -> Result<Option<Vec<u8>>, Failure> {
    if std::io::stdin().is_terminal() {
        return Ok(None);
    }
    let (sender, pieces) = channel();
    // The thread outlives a silent pipe, and ends with the process.
    thread::spawn(move || {
        let mut piece = vec![0; 1 << 16];
        loop {
            let read = std::io::stdin().lock().read(&mut piece);
            let last = !matches!(read, Ok(1..));
            if sender.send(read.map(|count| piece[..count].to_vec())).is_err() || last {
                return;
            }
        }
    });
    let mut all = Vec::new();
    if !asked_for {
        match pieces.recv_timeout(FIRST_PIECE) {
            Ok(piece) => all = piece.map_err(|e| Failure::work(&e))?,
            Err(RecvTimeoutError::Timeout) => {
                eprintln!("zeke: nothing comes on standard input, and it is left alone; `-` waits for it");
                return Ok(None);
            }
            Err(RecvTimeoutError::Disconnected) => return Ok(None),
        }
        if all.is_empty() {
            return Ok(None);
        }
    }
    for piece in pieces {
        all.extend(piece.map_err(|e| Failure::work(&e))?);
    }
    Ok(Some(all))
}
