//! What a `build.zig` may read, as far as that can be known before it runs: everything in its folder and in those of
//! the packages that it names by path, and what their scripts name beside these.
//!
//! Rather too much than too little: what is missing here leaves a stale build. Only what editors keep for themselves
//! while somebody types is left out.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use ghostbind::layout::normalize;
use ghostbind::zig::sources::collect;

use super::Lowering;
use super::foreign::FETCH;
use super::places::{Places, files_below};
use super::unit::Unit;
use crate::config::Located;
use crate::packages;
use crate::zig_text::BuildScript;

/// Folders in which editors keep what they know of a project, and another version control.
const ASIDE: &[&str] = &[".idea", ".svn", ".vs", ".vscode"];

/// Files below some folders, each folder walked once.
#[derive(Default)]
struct Files {
    walked: Vec<Utf8PathBuf>,
    found: Vec<PathBuf>,
}

impl Files {
    fn below(&mut self, folder: Utf8PathBuf) {
        if !self.walked.iter().any(|known| folder.starts_with(known)) {
            let skip = |path: &Utf8Path| {
                Places::is_output(path) || path.file_name().is_some_and(|name| ASIDE.contains(&name))
            };
            files_below(folder.as_std_path(), &skip, &mut self.found);
            self.walked.push(folder);
        }
    }
}

impl Lowering<'_> {
    /// What a script says, and the files beside it in which it may have its functions.
    pub(super) fn build_script(&mut self, script: &Utf8Path) -> BuildScript {
        let mut read = BuildScript::default();
        for file in collect([script], &mut self.scan, &Places::is_output).code {
            read.take(&fs::read_to_string(file).unwrap_or_default());
        }
        read
    }

    /// The files that `script` may read, sorted.
    pub(super) fn foreign_sources(
        &mut self,
        unit: &Unit,
        build_zig: &Located<String>,
        script: &Utf8Path,
    ) -> Vec<PathBuf> {
        let mut open = vec![script.to_owned()];
        let mut seen: BTreeSet<Utf8PathBuf> = BTreeSet::new();
        let mut files = Files::default();
        let mut texts: Vec<String> = Vec::new();
        while let Some(script) = open.pop() {
            let Some(folder) = script.parent().filter(|_| seen.insert(script.clone())) else { continue };
            files.below(folder.to_owned());
            let read = self.build_script(&script);
            for named in read.texts.iter().filter_map(|text| beside(folder, text)) {
                self.named_beside(folder, named, &mut files);
            }
            texts.extend(read.texts.into_iter().filter(|text| !text.is_empty()));
            for dependency in packages::manifest(folder).dependencies {
                match (&dependency.path, &dependency.hash) {
                    (Some(path), _) => open.push(normalize(&folder.join(path)).join("build.zig")),
                    (None, Some(hash))
                        if self.wish.offline && !dependency.lazy && !self.packages.has(hash) =>
                    {
                        let message =
                            format!("the package `{}` is not here, and this is --offline", dependency.name);
                        self.errors.push(unit.error_at(build_zig, message).hint(FETCH));
                    }
                    _ => {}
                }
            }
        }
        files.found.retain(|path| !is_an_editors(path) || texts.iter().any(|text| path.ends_with(text)));
        files.found.sort();
        files.found.dedup();
        files.found
    }

    /// A folder counts with all below it, and a file with those beside it, which it may read: unless the script lies
    /// there too, for all of that is more than it means.
    fn named_beside(&mut self, folder: &Utf8Path, named: Utf8PathBuf, files: &mut Files) {
        let is_file = named.is_file();
        let around = if is_file { named.parent() } else { Some(named.as_path()) };
        match around.filter(|around| !folder.starts_with(around)) {
            Some(around) => files.below(around.to_owned()),
            None if is_file => {
                let read = collect([named.as_path()], &mut self.scan, &Places::is_output);
                let read = read.code.into_iter().chain(read.embedded).chain([named]);
                files.found.extend(read.map(Utf8PathBuf::into_std_path_buf));
            }
            None => {}
        }
    }
}

/// What a text in a script names, if that is something outside of the script's folder.
fn beside(folder: &Utf8Path, text: &str) -> Option<Utf8PathBuf> {
    let upwards = Utf8Path::new(text).components().any(|part| part == Utf8Component::ParentDir);
    let path = upwards.then(|| normalize(&folder.join(text)))?;
    (!path.starts_with(folder) && path.exists()).then_some(path)
}

/// Whether an editor keeps a file of this name while somebody types: a swap file, a lock, what was there before.
fn is_an_editors(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    let swapped = name.starts_with(b".") && matches!(name, [.., b'.', b's', b'w', b'a'..=b'z']);
    let locked = name.starts_with(b".#") || (name.starts_with(b"#") && name.ends_with(b"#"));
    let before = name.ends_with(b"~") || name.ends_with(b".kate-swp");
    // What vim tries before it writes.
    swapped || locked || before || name == b"4913"
}

#[cfg(test)]
mod tests {
    use super::is_an_editors;

    #[test]
    fn what_editors_keep_for_themselves() {
        for name in [".a.zig.swp", ".swo", "a.zig~", "~", ".#a.zig", "#a.zig#", ".a.zig.kate-swp", "4913"] {
            assert!(is_an_editors(name.as_ref()), "{name}");
        }
        for name in ["a.zig", "a.swp", ".swift", "#a.zig", ".gitignore", "~a", "49133"] {
            assert!(!is_an_editors(name.as_ref()), "{name}");
        }
    }
}
