//! An interrupt ends the build in order: running processes are ended, their outputs put back. A second
//! one ends this process at once.

use ghostbind::process::Children;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use zbuild_engine::Cancel;

use crate::diagnostic::Diagnostic;
use crate::failure::Failure;

/// Lets interrupts cancel what `children` and the result stand for. To be called once.
pub(super) fn handle(children: &Children) -> Result<Cancel, Failure> {
    let refused = |error| Failure::work(Diagnostic::error(format!("cannot handle interrupts: {error}")));
    let cancel = Cancel::new().map_err(refused)?;
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP]).map_err(refused)?;
    let (ours, children) = (cancel.clone(), children.clone());
    std::thread::spawn(move || {
        for signal in signals.forever() {
            if ours.is_cancelled() {
                // Ends the process; if even that fails, the cancelled build will.
                let _unended = signal_hook::low_level::emulate_default_handler(signal);
            }
            ours.cancel();
            children.interrupt();
        }
    });
    Ok(cancel)
}
