//! What was found before in the same files, kept in the user's cache folder.
//!
//! An entry is named by the digests of every file that was read, of their places, and of the tool
//! that read them: an edit anywhere, or another build of the tool, names another entry, so that
//! nothing ever has to be told stale. An entry is written beside its place and moved there, begins
//! with the digest of the rest, and is taken for absent where that does not fit. Whatever goes
//! wrong here costs time and nothing else.

use std::fs;
use std::io::Write as _;
use std::time::SystemTime;

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

use crate::analyze::analyze;
use crate::finding::{Analysis, Crossing, Finding, Problem, SCHEMA};
use crate::project::{Project, Source};

/// Version of the form of an entry.
const FORM: u32 = 1;
/// Most that all entries may take together, in bytes. The least recently used go first.
const BYTES_MAX: u64 = 64 << 20;
/// Largest entry that is kept.
const ENTRY_BYTES_MAX: usize = 16 << 20;
/// Length of a digest, in bytes.
const DIGEST_BYTES: usize = blake3::OUT_LEN;

/// Analyses that were made before.
#[derive(Debug, Clone)]
pub struct Cache {
    folder: Utf8PathBuf,
    tool: String,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    boundary: Vec<Crossing>,
    findings: Vec<Finding>,
    problems: Vec<Problem>,
}

impl Cache {
    /// A cache below `folder`. `tool` tells one build of the analysing program from every other.
    #[must_use]
    pub fn new(folder: &Utf8Path, tool: &str) -> Self {
        Self { folder: folder.join("analysis"), tool: tool.to_owned() }
    }

    /// The analysis of a project, from the cache where the same files were analysed before.
    #[must_use]
    pub fn analyze(&self, project: &Project) -> Analysis {
        let name = self.name(project);
        if let Some(Entry { boundary, findings, problems }) = self.entry(&name) {
            return Analysis { schema: SCHEMA, boundary, findings, problems };
        }
        let analysis = analyze(project);
        self.keep(&name, &analysis);
        analysis
    }

    /// The digest of everything that an analysis depends on.
    fn name(&self, project: &Project) -> String {
        let mut digest = blake3::Hasher::new();
        let mut text = |text: &str| {
            digest.update(&(text.len() as u64).to_le_bytes());
            digest.update(text.as_bytes());
        };
        text(&format!("{FORM} {} {}", self.tool, project.has_other_code));
        for unit in &project.units {
            text(&format!("{:?} {} {}", unit.language, unit.has_manifest, unit.files.len()));
            text(unit.folder.as_str());
            unit.manifest.iter().chain(&unit.files).for_each(|file| source(&mut text, file));
        }
        project.build_files.iter().for_each(|file| source(&mut text, file));
        digest.finalize().to_hex().to_string()
    }

    fn entry(&self, name: &str) -> Option<Entry> {
        let path = self.folder.join(name);
        let bytes = fs::read(&path).ok()?;
        let (digest, rest) = bytes.split_at_checked(DIGEST_BYTES)?;
        let entry = (blake3::hash(rest).as_bytes() == digest).then(|| serde_json::from_slice(rest).ok())?;
        // Marked as used; where that fails it goes a little earlier than it should.
        if let Ok(file) = fs::File::options().append(true).open(&path) {
            let _unmarked = file.set_modified(SystemTime::now());
        }
        entry
    }

    fn keep(&self, name: &str, analysis: &Analysis) {
        #[derive(Serialize)]
        struct Kept<'a> {
            boundary: &'a [Crossing],
            findings: &'a [Finding],
            problems: &'a [Problem],
        }
        let Analysis { boundary, findings, problems, .. } = analysis;
        let Ok(text) = serde_json::to_vec(&Kept { boundary, findings, problems }) else { return };
        if text.len() > ENTRY_BYTES_MAX {
            return;
        }
        let write = || {
            fs::create_dir_all(&self.folder)?;
            let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
            file.write_all(blake3::hash(&text).as_bytes())?;
            file.write_all(&text)?;
            file.persist(self.folder.join(name)).map_err(|e| e.error)?;
            std::io::Result::Ok(())
        };
        if write().is_ok() {
            self.bound();
        }
    }

    /// Removes what was not used for longest, until the rest fits.
    fn bound(&self) {
        let Ok(folder) = self.folder.read_dir_utf8() else { return };
        let mut entries: Vec<(SystemTime, u64, Utf8PathBuf)> = folder
            .filter_map(|entry| {
                let entry = entry.ok()?;
                let meta = entry.metadata().ok()?;
                Some((meta.modified().ok()?, meta.len(), entry.into_path()))
            })
            .collect();
        entries.sort();
        let mut bytes: u64 = entries.iter().map(|(_, bytes, _)| bytes).sum();
        for (_, size, path) in entries {
            if bytes <= BYTES_MAX {
                return;
            }
            // Another process may have removed it.
            let _gone = fs::remove_file(path);
            bytes = bytes.saturating_sub(size);
        }
    }
}

fn source(text: &mut impl FnMut(&str), file: &Source) {
    text(&file.path);
    text(&file.text);
}

#[cfg(test)]
mod tests {
    use std::fs;

    use camino::{Utf8Path, Utf8PathBuf};

    use super::{BYTES_MAX, Cache};
    use crate::finding::Analysis;
    use crate::project::Project;

    struct World {
        _folder: tempfile::TempDir,
        root: Utf8PathBuf,
    }

    impl World {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let root = Utf8Path::from_path(folder.path()).unwrap().to_owned();
            let world = Self { _folder: folder, root };
            world.write("lib.rs", "#[no_mangle]\npub extern \"C\" fn twice(x: i32) -> i32 { x * 2 }\n");
            world.write("main.zig", "extern fn twice(x: i64) i32;\nextern \"bad\n");
            world
        }

        fn write(&self, path: &str, text: &str) {
            let path = self.root.join("project").join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }

        fn analyze(&self, tool: &str) -> Analysis {
            let project = Project::load(&self.root.join("project")).unwrap();
            Cache::new(&self.root.join("cache"), tool).analyze(&project)
        }

        fn entries(&self) -> Vec<Utf8PathBuf> {
            let folder = self.root.join("cache/analysis").read_dir_utf8().unwrap();
            folder.map(|entry| entry.unwrap().into_path()).collect()
        }
    }

    #[test]
    fn the_same_files_give_the_same_from_one_entry() {
        let world = World::new();
        let first = world.analyze("1");
        assert!(!first.findings.is_empty() && !first.problems.is_empty() && !first.boundary.is_empty());
        let second = world.analyze("1");
        assert_eq!((first.findings, first.problems), (second.findings.clone(), second.problems));
        assert_eq!((first.boundary, world.entries().len()), (second.boundary, 1));
        // Files of another tool, of other text, with another name, beside other code.
        world.analyze("2");
        assert_eq!(world.entries().len(), 2);
        world.write("main.zig", "extern fn twice(x: i32) i32;\n");
        assert!(world.analyze("1").findings.is_empty());
        world.write("more.zig", "");
        world.analyze("1");
        world.write("more.c", "");
        world.analyze("1");
        assert_eq!(world.entries().len(), 5);
    }

    #[test]
    fn a_damaged_entry_is_none() {
        let world = World::new();
        let first = world.analyze("1");
        let [entry] = world.entries().try_into().unwrap();
        let whole = fs::read(&entry).unwrap();
        let mut flipped = whole.clone();
        *flipped.last_mut().unwrap() ^= 1;
        for damaged in [&whole[..whole.len() - 1], &whole[..7], &[], &flipped] {
            fs::write(&entry, damaged).unwrap();
            assert_eq!(world.analyze("1").findings, first.findings);
            assert_eq!(fs::read(&entry).unwrap(), whole);
        }
    }

    #[test]
    fn entries_are_bounded_and_the_oldest_go() {
        let world = World::new();
        world.analyze("1");
        let [old] = world.entries().try_into().unwrap();
        let large = old.with_file_name("large");
        fs::File::create(&large).unwrap().set_len(BYTES_MAX).unwrap();
        fs::File::options().append(true).open(&large).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
        world.analyze("2");
        assert!(old.exists() && !large.exists());
        assert_eq!(world.entries().len(), 2);
    }

    #[test]
    fn without_a_place_it_is_analysed_all_the_same() {
        let world = World::new();
        fs::write(world.root.join("cache"), "a file").unwrap();
        assert!(!world.analyze("1").findings.is_empty());
    }
}
