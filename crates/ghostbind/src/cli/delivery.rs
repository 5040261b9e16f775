//! A copy of what was published, for a caller that keeps its own results.

use std::io;

use camino::Utf8Path;

use crate::built::Built;
use crate::error::BuildError;
use crate::{native, publish};

/// Whose files these are while they are written.
const OWNER: &str = "delivery";

/// The folder for libraries that are no system's: a crate brings them, or its build script made them.
const NATIVE: &str = "native";

/// Copies libraries, `include`, modules and the manifest, as `--output-dir` has them, and into a folder of their own
/// the libraries beside the system's that the static library needs. `false` where another build
/// has meanwhile put something else in their places.
pub(super) fn copy(built: &Built, root: &Utf8Path, folder: &Utf8Path) -> Result<bool, BuildError> {
    let include = folder.join("include");
    let manifest = &built.manifest;
    publish::prepare_shared(folder)?;
    publish::prepare_shared(&include)?;
    let libraries =
        manifest.artifacts.iter().flat_map(|made| [Some(&made.file), made.import_library.as_ref()]);
    let modules = manifest.bindings.iter().map(|bindings| Some(&bindings.file));
    let files = libraries.chain(modules).flatten().map(|file| (file, folder));
    let headers = manifest.headers.iter().map(|file| (file, include.as_path()));
    for (file, to) in files.chain(headers) {
        let copied =
            publish::copy(&root.join(&file.path), &to.join(file.path.file_name().unwrap_or_default()), OWNER);
        match copied {
            Ok(copied) if blake3::Hash::from_bytes(copied.digest).to_hex().as_str() == file.blake3 => {}
            Err(BuildError::File { source, .. }) if source.kind() != io::ErrorKind::NotFound => {
                return Err(BuildError::File { action: "copy", path: root.join(&file.path), source });
            }
            Err(BuildError::File { .. }) | Ok(_) => return Ok(false),
            Err(other) => return Err(other),
        }
    }
    let to = folder.join(NATIVE);
    publish::prepare_shared(&to)?;
    for library in native::files(&manifest.native_libs, root) {
        publish::copy(&library, &to.join(library.file_name().unwrap_or_default()), OWNER)?;
    }
    let name = built.manifest_path.file_name().unwrap_or_default();
    publish::text(&folder.join(name), &manifest.json()?, OWNER)?;
    Ok(true)
}
