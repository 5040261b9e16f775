//! Files that the user asked for: whole or not at all, with the rights that any other file of his gets.

use std::io::Write as _;

use camino::Utf8Path;

use crate::diagnostic::{Diagnostic, Place};
use crate::failure::Failure;

/// Writes `bytes` to `path`, whose folder exists.
pub(super) fn write(path: &Utf8Path, bytes: &[u8]) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_str().is_empty()).unwrap_or(Utf8Path::new("."));
    let mut builder = tempfile::Builder::new();
    // A temporary file is its owner's alone; of this one the user's mask takes what it takes of any.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let written = builder.tempfile_in(folder).and_then(|mut file| {
        file.write_all(bytes)?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    });
    written.map_err(|error| {
        let message = format!("cannot write the file: {error}");
        Failure::usage(vec![Diagnostic::error(message).at(Place::File(path.to_owned()))])
    })
}
