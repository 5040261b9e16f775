//! Where everything lies below `.ghostbind`.
//!
//! ```text
//! <root>/.ghostbind/
//!   manifests/[<triple>/]<crate>.json         what was built
//!   cache/target/[<triple>/]<profile>/        lib<crate>.a, lib<crate>.so
//!   cache/headers/[<triple>/]<crate>.h
//!   cache/include/[<triple>/]ghost/<crate>.h  the same, where it can hide no header of the system
//!   cache/bindings/[<triple>/]<crate>.zig
//!   cache/interfaces/[<triple>/]<crate>.json  what both were written from
//!   cache/cargo/                              cargo's own target folder, private
//!   cache/state/, cache/locks/, …             private
//! ```
//!
//! The triple is that of a cross target; a build for this machine has none. No version of a target (`.2.17`) is part of a path.

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};

use crate::target::Target;

/// Name of the folder.
pub const FOLDER: &str = ".ghostbind";

/// The folder that holds `.ghostbind` for someone who works in `cwd`: the nearest folder upwards
/// that holds a `zbuild.json`, else `cwd` itself. The place of a Cargo.toml plays no part.
pub fn root_for(cwd: &Utf8Path) -> Utf8PathBuf {
    let project = cwd.ancestors().find(|folder| folder.join("zbuild.json").is_file());
    project.unwrap_or(cwd).to_owned()
}

/// Paths for one project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    root: Utf8PathBuf,
}

impl Layout {
    /// The layout below `root`, which must be absolute.
    pub fn new(root: impl Into<Utf8PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder that holds `.ghostbind`. Paths of manifests are relative to it.
    pub fn root(&self) -> &Utf8Path {
        &self.root
    }

    /// `.ghostbind` itself.
    pub fn folder(&self) -> Utf8PathBuf {
        self.root.join(FOLDER)
    }

    /// A file or folder of the cache.
    pub fn cache(&self, below: &str) -> Utf8PathBuf {
        self.folder().join("cache").join(below)
    }

    /// The folder of the libraries.
    pub fn artifacts(&self, target: &Target, profile: &str) -> Utf8PathBuf {
        self.cache("target").join(cross(target)).join(profile_folder(profile))
    }

    /// The folder of the headers that fit `target`.
    pub fn headers(&self, target: &Target) -> Utf8PathBuf {
        self.cache("headers").join(cross(target))
    }

    /// The folder for an include path on which no header can hide one of the system's: what is in it
    /// is included as `<ghost/…>`.
    pub fn include(&self, target: &Target) -> Utf8PathBuf {
        self.cache("include").join(cross(target))
    }

    /// The folder of the Zig modules that fit `target`.
    pub fn bindings(&self, target: &Target) -> Utf8PathBuf {
        self.cache("bindings").join(cross(target))
    }

    /// The folder of the interfaces as JSON.
    pub fn interfaces(&self, target: &Target) -> Utf8PathBuf {
        self.cache("interfaces").join(cross(target))
    }

    /// The manifest of a crate for `target`.
    pub fn manifest(&self, target: &Target, name: &str) -> Utf8PathBuf {
        self.folder().join("manifests").join(cross(target)).join(format!("{name}.json"))
    }

    /// The manifest of a crate for this machine. Until there is one, that of the last build for another.
    pub fn host_manifest(&self, name: &str) -> Utf8PathBuf {
        self.folder().join("manifests").join(format!("{name}.json"))
    }

    /// A path as manifests have it: relative to the root, with `/`. Outside of it with `..`.
    pub fn relative(&self, path: &Utf8Path) -> Utf8PathBuf {
        relative(path, &self.root)
    }
}

/// The part of a path that a cross target adds.
fn cross(target: &Target) -> &str {
    if target.host { "" } else { &target.rust }
}

/// The folder that cargo uses for a profile.
pub fn profile_folder(profile: &str) -> &str {
    match profile {
        "dev" | "test" => "debug",
        "bench" => "release",
        other => other,
    }
}

/// Resolves `.` and `..` by name. The path need not exist.
pub fn normalize(path: &Utf8Path) -> Utf8PathBuf {
    normalized(path.to_owned())
}

/// The same of a path that is not needed otherwise.
pub fn normalized(path: Utf8PathBuf) -> Utf8PathBuf {
    // Most paths have nothing to take out.
    let text = path.as_str();
    let plain = |part: &str| !matches!(part, "" | "." | "..");
    if cfg!(unix) && text.strip_prefix('/').unwrap_or(text).split('/').all(plain) {
        return path;
    }
    let mut out = Utf8PathBuf::new();
    for part in path.components() {
        match part {
            Utf8Component::CurDir => {}
            Utf8Component::ParentDir => {
                if !out.pop() {
                    out.push("..");
                }
            }
            other => out.push(other),
        }
    }
    out
}

/// The way from one folder to a path, both absolute.
pub fn relative(path: &Utf8Path, base: &Utf8Path) -> Utf8PathBuf {
    let (path_parts, base_parts): (Vec<_>, Vec<_>) =
        (path.components().collect(), base.components().collect());
    let common = path_parts.iter().zip(&base_parts).take_while(|(a, b)| a == b).count();
    let ups = std::iter::repeat_n("..", base_parts.len() - common);
    let downs = path_parts[common..].iter().map(camino::Utf8Component::as_str);
    let parts: Vec<&str> = ups.chain(downs).collect();
    if parts.is_empty() { Utf8PathBuf::from(".") } else { Utf8PathBuf::from(parts.join("/")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_relative_to_the_root() {
        let check = |path: &str, base: &str, expected: &str| {
            assert_eq!(relative(Utf8Path::new(path), Utf8Path::new(base)), expected, "{path} from {base}");
        };
        check("/a/b/c", "/a/b", "c");
        check("/a/b", "/a/b", ".");
        check("/a/x/y", "/a/b", "../x/y");
        check("/x", "/a/b", "../../x");
    }

    #[test]
    fn dots_are_resolved_by_name() {
        assert_eq!(normalize(Utf8Path::new("/a/./b/../c/")), "/a/c");
        assert_eq!(normalize(Utf8Path::new("../a")), "../a");
    }

    #[test]
    fn the_root_is_the_project_or_here() {
        let folder = tempfile::tempdir().unwrap();
        let project = Utf8Path::from_path(folder.path()).unwrap().canonicalize_utf8().unwrap();
        let deep = project.join("a/b");
        std::fs::create_dir_all(&deep).unwrap();
        assert_eq!(root_for(&deep), deep);
        std::fs::write(project.join("zbuild.json"), "{}").unwrap();
        assert_eq!(root_for(&deep), project);
    }
}
