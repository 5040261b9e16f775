//! Files that the user asked for by name: whole or not at all.

use std::io::Write as _;

use camino::Utf8Path;

use crate::diagnostic::{Diagnostic, Place};
use crate::failure::Failure;

/// Writes `bytes` to `path`, whose folder exists.
pub(super) fn write(path: &Utf8Path, bytes: &[u8]) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(Utf8Path::new("."));
    let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut file| {
        file.write_all(bytes)?;
        // A temporary file is its owner's alone; this one is like any other.
        #[cfg(unix)]
        file.as_file().set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644))?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    });
    written.map_err(|error| {
        let message = format!("cannot write the file: {error}");
        Failure::usage(vec![Diagnostic::error(message).at(Place::File(path.to_owned()))])
    })
}
