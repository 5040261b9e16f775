//! Files that the user asked for.

use camino::Utf8Path;

use crate::diagnostic::{Diagnostic, Place};
use crate::failure::Failure;

/// Writes `bytes` to `path`, whose folder exists.
pub(super) fn write(path: &Utf8Path, bytes: &[u8]) -> Result<(), Failure> {
    crate::files::write(path, bytes).map_err(|error| {
        let message = format!("cannot write the file: {error}");
        Failure::usage(vec![Diagnostic::error(message).at(Place::File(path.to_owned()))])
    })
}
