//! What was found before in the same files, kept in the user's cache folder.
//!
//! Three things are kept, each named by the digests of all that it depends on and of the tool that made it: the
//! analysis of a whole project, so that the same files again cost next to nothing; what was read of each Rust
//! package; and the syntax tree of each Zig file. An edit anywhere, or another build of the tool, names other
//! entries, so that nothing ever has to be told stale. An entry is written beside its place and moved there,
//! begins with the digest of the rest, and is taken for absent where that does not fit. Whatever goes wrong here
//! costs time and nothing else.

use std::fs;
use std::io::Write as _;
use std::time::SystemTime;

use camino::{Utf8Path, Utf8PathBuf};
use ghost_abi::source::SourceView;
use ghost_abi::zig_source::Tree;
use serde::{Deserialize, Serialize};

use crate::analyze::analyze_with;
use crate::finding::{Analysis, Crossing, Finding, Problem, SCHEMA};
use crate::project::{Project, Source, Unit};
use crate::rust::RustFacts;

/// Version of the form of an entry.
const FORM: u32 = 2;
/// Most that all analyses may take together, and all parts of them, in bytes. The least recently used go first.
const ANALYSES_BYTES_MAX: u64 = 64 << 20;
const PARTS_BYTES_MAX: u64 = 256 << 20;
/// Largest entry that is kept.
const ENTRY_BYTES_MAX: usize = 16 << 20;
/// Length of a digest, in bytes.
const DIGEST_BYTES: usize = blake3::OUT_LEN;

/// Analyses that were made before.
#[derive(Debug, Clone)]
pub struct Cache {
    analyses: Utf8PathBuf,
    parts: Utf8PathBuf,
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
        Self { analyses: folder.join("analysis"), parts: folder.join("parts"), tool: tool.to_owned() }
    }

    /// The analysis of a project, from the cache where the same files were analysed before.
    #[must_use]
    pub fn analyze(&self, project: &Project) -> Analysis {
        let path = self.analyses.join(self.name(|text| whole(text, project)));
        let entry = entry(&path).and_then(|bytes| serde_json::from_slice(&bytes).ok());
        if let Some(Entry { boundary, findings, problems }) = entry {
            return Analysis { schema: SCHEMA, boundary, findings, problems };
        }
        let analysis = analyze_with(project, Some(self));
        let Analysis { boundary, findings, problems, .. } = analysis;
        let entry = Entry { boundary, findings, problems };
        if let Ok(bytes) = serde_json::to_vec(&entry) {
            keep(&path, &bytes);
        }
        bound(&self.analyses, ANALYSES_BYTES_MAX);
        bound(&self.parts, PARTS_BYTES_MAX);
        let Entry { boundary, findings, problems } = entry;
        Analysis { schema: SCHEMA, boundary, findings, problems }
    }

    /// The syntax tree of a Zig file, made by `parse` where there is none yet.
    pub(crate) fn tree(&self, text: &str, parse: impl FnOnce() -> Option<Tree>) -> Option<Tree> {
        let path = self.parts.join(self.name(|part| {
            part("tree");
            part(text);
        }));
        let known = entry(&path).and_then(|bytes| postcard::from_bytes::<Tree>(&bytes).ok());
        if let Some(tree) = known.filter(|tree| tree.fits(text)) {
            return Some(tree);
        }
        let tree = parse()?;
        if let Ok(bytes) = postcard::to_allocvec(&tree) {
            keep(&path, &bytes);
        }
        Some(tree)
    }

    /// What the declarations of a package say, which stands before those that it depends on, with what is known of
    /// their builds in words.
    pub(crate) fn view(&self, units: &[&Unit], build: &str, read: impl FnOnce() -> SourceView) -> SourceView {
        self.of_units(units, &format!("view {build}"), read)
    }

    /// What the bodies of a package do.
    pub(crate) fn facts(&self, unit: &Unit, read: impl FnOnce() -> RustFacts) -> RustFacts {
        self.of_units(&[unit], "facts", read)
    }

    fn of_units<T>(&self, units: &[&Unit], what: &str, read: impl FnOnce() -> T) -> T
    where
        T: Serialize + serde::de::DeserializeOwned,
    {
        let path = self.parts.join(self.name(|part| {
            part(what);
            for unit in units {
                of(part, unit);
            }
        }));
        if let Some(known) = entry(&path).and_then(|bytes| serde_json::from_slice(&bytes).ok()) {
            return known;
        }
        let read = read();
        if let Ok(bytes) = serde_json::to_vec(&read) {
            keep(&path, &bytes);
        }
        read
    }

    /// The digest of everything that an entry depends on, which `of` tells part by part.
    fn name(&self, of: impl FnOnce(&mut dyn FnMut(&str))) -> String {
        let mut digest = blake3::Hasher::new();
        let mut part = |text: &str| {
            digest.update(&(text.len() as u64).to_le_bytes());
            digest.update(text.as_bytes());
        };
        part(&format!("{FORM} {}", self.tool));
        of(&mut part);
        digest.finalize().to_hex().to_string()
    }
}

/// Everything that the analysis of a project depends on.
fn whole(part: &mut dyn FnMut(&str), project: &Project) {
    part(&format!("{}", project.has_other_code));
    for unit in &project.units {
        unit.manifest.iter().for_each(|file| source(part, file));
        of(part, unit);
    }
    project.build_files.iter().for_each(|file| source(part, file));
}

fn of(part: &mut dyn FnMut(&str), unit: &Unit) {
    part(&format!("{:?} {} {}", unit.language, unit.has_manifest, unit.files.len()));
    part(unit.folder.as_str());
    unit.files.iter().for_each(|file| source(part, file));
}

fn source(part: &mut dyn FnMut(&str), file: &Source) {
    part(&file.path);
    part(&file.text);
}

/// What an entry holds, if it is whole.
fn entry(path: &Utf8Path) -> Option<Vec<u8>> {
    let mut bytes = fs::read(path).ok()?;
    let rest = bytes.split_off(DIGEST_BYTES.min(bytes.len()));
    if blake3::hash(&rest).as_bytes() != bytes.as_slice() {
        return None;
    }
    // Marked as used; where that fails it goes a little earlier than it should.
    if let Ok(file) = fs::File::options().append(true).open(path) {
        let _unmarked = file.set_modified(SystemTime::now());
    }
    Some(rest)
}

/// Writes an entry. A reader, and another writer of the same one, see it whole or not at all.
fn keep(path: &Utf8Path, bytes: &[u8]) {
    let Some(folder) = path.parent().filter(|_| bytes.len() <= ENTRY_BYTES_MAX) else { return };
    let write = || {
        fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(blake3::hash(bytes).as_bytes())?;
        file.write_all(bytes)?;
        file.persist(path).map_err(|e| e.error)?;
        std::io::Result::Ok(())
    };
    // It is made again next time.
    let _lost = write();
}

/// Removes what was not used for longest, until the rest fits.
fn bound(folder: &Utf8Path, bytes_max: u64) {
    let Ok(entries) = folder.read_dir_utf8() else { return };
    let mut entries: Vec<(SystemTime, u64, Utf8PathBuf)> = entries
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let meta = entry.metadata().ok()?;
            Some((meta.modified().ok()?, meta.len(), entry.into_path()))
        })
        .collect();
    entries.sort();
    let mut bytes: u64 = entries.iter().map(|(_, bytes, _)| bytes).sum();
    for (_, size, path) in entries {
        if bytes <= bytes_max {
            return;
        }
        // Another process may have removed it.
        let _gone = fs::remove_file(path);
        bytes = bytes.saturating_sub(size);
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use camino::{Utf8Path, Utf8PathBuf};

    use super::{ANALYSES_BYTES_MAX, Cache};
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
        fs::File::create(&large).unwrap().set_len(ANALYSES_BYTES_MAX).unwrap();
        fs::File::options().append(true).open(&large).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
        world.analyze("2");
        assert!(old.exists() && !large.exists());
        assert_eq!(world.entries().len(), 2);
    }

    /// What is kept of parts, by what it is called.
    fn parts(world: &World) -> std::collections::BTreeSet<String> {
        let folder = world.root.join("cache/parts").read_dir_utf8().unwrap();
        folder.map(|entry| entry.unwrap().file_name().to_owned()).collect()
    }

    #[test]
    fn an_edit_reads_anew_what_was_edited() {
        let world = World::new();
        world.write("other.zig", "extern fn other() void;\n");
        world.write("crate/Cargo.toml", "[package]\nname = \"x\"\n");
        world.write("crate/src/lib.rs", "#[no_mangle]\npub extern \"C\" fn other() {}\n");
        world.analyze("1");
        // Trees of two files; declarations and bodies of a package and of a loose file.
        let first = parts(&world);
        assert_eq!(first.len(), 6);
        let added = |path: &str, text: &str, count: usize| {
            let before = parts(&world);
            world.write(path, text);
            let cached = world.analyze("1");
            let project = Project::load(&world.root.join("project")).unwrap();
            assert_eq!(cached.findings, crate::analyze::analyze(&project).findings);
            assert_eq!(cached.boundary, crate::analyze::analyze(&project).boundary);
            assert_eq!(parts(&world).difference(&before).count(), count, "{path}");
        };
        added("other.zig", "// one\nextern fn other() i32;\n", 1);
        added("crate/src/lib.rs", "#[no_mangle]\npub extern \"C\" fn other() -> i32 { 1 }\n", 2);
        added("crate/Cargo.toml", "[package]\nname = \"y\"\n", 0);
        added("other.zig", "extern fn other() void;\n", 0);
    }

    #[test]
    fn a_damaged_part_is_none_and_two_at_once_agree() {
        let world = World::new();
        let first = world.analyze("1");
        for entry in world.root.join("cache/parts").read_dir_utf8().unwrap() {
            let entry = entry.unwrap().into_path();
            let mut bytes = fs::read(&entry).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(&entry, bytes).unwrap();
        }
        fs::remove_dir_all(world.root.join("cache/analysis")).unwrap();
        std::thread::scope(|scope| {
            let runs: Vec<_> = (0..4).map(|_| scope.spawn(|| world.analyze("1"))).collect();
            for run in runs {
                assert_eq!(run.join().unwrap(), first);
            }
        });
    }

    #[test]
    fn without_a_place_it_is_analysed_all_the_same() {
        let world = World::new();
        fs::write(world.root.join("cache"), "a file").unwrap();
        assert!(!world.analyze("1").findings.is_empty());
    }
}
