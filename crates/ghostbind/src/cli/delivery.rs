//! A copy of what was published, for a caller that keeps its own results.

use camino::Utf8Path;

use crate::built::Built;
use crate::error::BuildError;
use crate::publish;

/// Whose files these are while they are written.
const OWNER: &str = "delivery";

/// Copies libraries, `include`, modules and the manifest, as `--output-dir` has them.
pub(super) fn copy(built: &Built, root: &Utf8Path, folder: &Utf8Path) -> Result<(), BuildError> {
    let include = folder.join("include");
    let manifest = &built.manifest;
    publish::prepare(folder, OWNER)?;
    publish::prepare(&include, OWNER)?;
    let libraries =
        manifest.artifacts.iter().flat_map(|made| [Some(&made.file), made.import_library.as_ref()]);
    let modules = manifest.bindings.iter().map(|bindings| Some(&bindings.file));
    let files = libraries.chain(modules).flatten().map(|file| (root.join(&file.path), folder));
    let headers = manifest.headers.iter().map(|file| (root.join(&file.path), include.as_path()));
    let last = std::iter::once((built.manifest_path.clone(), folder));
    for (from, to) in files.chain(headers).chain(last) {
        publish::copy(&from, &to.join(from.file_name().unwrap_or_default()), OWNER)?;
    }
    Ok(())
}
