//! Changes that cargo would not see.
//!
//! Cargo looks at times: a source that changed under an old time (a copy that kept it, a clock that was set
//! back) is up to date for it. Whoever knows better makes it forget the package.

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use toml::{Table, Value};

use crate::error::BuildError;
use crate::publish::failed;

/// Makes cargo forget the packages that `changed` files belong to, in all of `target_dir`.
pub(crate) fn forget(target_dir: &Utf8Path, changed: &[Utf8PathBuf]) -> Result<(), BuildError> {
    let packages: Option<Vec<String>> = changed.iter().map(|file| package_of(file)).collect();
    for folder in fingerprints(target_dir) {
        let Ok(entries) = folder.read_dir_utf8() else { continue };
        for entry in entries.flatten() {
            // `<package>-<hash>`. A file of no package may be part of any.
            let name = entry.file_name().rsplit_once('-').map_or(entry.file_name(), |(name, _)| name);
            let meant = packages.as_ref().is_none_or(|packages| packages.iter().any(|known| known == name));
            if meant {
                fs::remove_dir_all(entry.path()).map_err(|source| failed("remove", entry.path(), source))?;
            }
        }
    }
    Ok(())
}

/// The package whose folder holds a file.
fn package_of(file: &Utf8Path) -> Option<String> {
    file.ancestors().skip(1).find_map(|folder| {
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).ok()?.parse::<Table>().ok()?;
        manifest.get("package")?.get("name").and_then(Value::as_str).map(str::to_owned)
    })
}

/// Cargo's folders of fingerprints: `<profile>/.fingerprint`, with a target's name before it or not.
fn fingerprints(target_dir: &Utf8Path) -> Vec<Utf8PathBuf> {
    let below = |folder: &Utf8Path| -> Vec<Utf8PathBuf> {
        let entries = folder.read_dir_utf8().into_iter().flatten().flatten();
        entries.map(|entry| entry.path().to_owned()).filter(|path| path.is_dir()).collect()
    };
    let profiles = below(target_dir);
    let of_targets: Vec<Utf8PathBuf> = profiles.iter().flat_map(|folder| below(folder)).collect();
    let all = profiles.into_iter().chain(of_targets).map(|folder| folder.join(".fingerprint"));
    all.filter(|folder| folder.is_dir()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_forgotten_by_their_files() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        let prints = ["t/release/.fingerprint/my-app-01", "t/x86/dev/.fingerprint/other-02"];
        let make = || prints.iter().for_each(|path| fs::create_dir_all(root.join(path)).unwrap());
        let left = || prints.map(|path| root.join(path).exists());
        fs::create_dir_all(root.join("app/src")).unwrap();
        fs::write(root.join("app/Cargo.toml"), "[package]\nname = \"my-app\"\n").unwrap();
        make();
        forget(&root.join("t"), &[root.join("app/src/lib.rs")]).unwrap();
        assert_eq!(left(), [false, true]);
        make();
        forget(&root.join("t"), &[root.join("app/src/lib.rs"), root.join("elsewhere.txt")]).unwrap();
        assert_eq!(left(), [false, false]);
    }
}
