//! What an action gets on another machine, as the folders of the protocol: names sorted, each folder named by the
//! digest of its bytes.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use bazel_remote_apis::build::bazel::remote::execution::v2 as api;
use prost::Message;

use super::Stay;
use super::memory::Memory;
use crate::elsewhere::{Elsewhere, Tool};
use crate::graph::{Bound, Graph};
use crate::path::{self, FileId};
use crate::remote::digests::Function;

/// More files than this below the folders that an action may read are not sent for one action.
const READS_MAX: usize = 20_000;
/// Folders deeper than this are not sent: a loop of links ends here.
const DEPTH_MAX: usize = 64;

/// The workspace's folder there. Some workers make what they are given the root of the file system, where compilers
/// get confused about paths.
pub(super) const WORKSPACE: &str = "workspace";

/// Where the bytes of a blob are.
#[derive(Clone)]
pub(super) enum Source {
    Memory(Vec<u8>),
    File(PathBuf),
}

/// A blob that the service must have.
#[derive(Clone)]
pub(super) struct Blob {
    pub(super) digest: api::Digest,
    pub(super) source: Source,
}

/// A folder with all that is below it, and its blobs.
#[derive(Clone)]
pub(super) struct Whole {
    pub(super) root: api::Digest,
    pub(super) blobs: Arc<Vec<Blob>>,
}

/// A folder that is being put together.
#[derive(Default)]
struct Folder {
    files: BTreeMap<String, File>,
    folders: BTreeMap<String, Folder>,
    /// Folders that are known by their digests.
    whole: BTreeMap<String, Whole>,
}

struct File {
    digest: api::Digest,
    executable: bool,
    place: PathBuf,
}

/// The inputs of one action.
pub(super) struct Inputs {
    pub(super) root: api::Digest,
    pub(super) own: Vec<Blob>,
    /// What tools bring along: the same for many actions.
    pub(super) tools: Vec<Whole>,
    /// Paths of files, without those of tools.
    paths: HashSet<Vec<u8>>,
}

impl Inputs {
    /// Whether this file is one, by its path below the root.
    pub(super) fn has(&self, path: &[u8]) -> bool {
        self.paths.contains(path)
    }
}

/// Tools, walked once in a build.
#[derive(Default)]
pub(super) struct Tools(Mutex<HashMap<PathBuf, Whole>>);

/// What an action may read beyond its inputs, while it is looked for.
struct Reading<'a> {
    action: &'a Bound,
    elsewhere: &'a Elsewhere,
    /// How many files more may be sent.
    left: usize,
}

/// Who makes the tree of an action.
pub(super) struct Maker<'a> {
    pub(super) function: Function,
    pub(super) memory: &'a Memory,
    pub(super) tools: &'a Tools,
    pub(super) graph: &'a Graph,
    pub(super) root: &'a Path,
}

impl Maker<'_> {
    /// The tree of an action.
    pub(super) fn inputs(&self, action: &Bound, elsewhere: &Elsewhere) -> Result<Inputs, Stay> {
        let mut root = Folder::default();
        let mut tools = Vec::new();
        for path in &elsewhere.reads {
            let spelling = self.spelling(path);
            let mut reading = Reading { action, elsewhere, left: READS_MAX };
            self.add_readable(&mut root, &spelling, &mut reading, 0)?;
        }
        // Declared ones after the others: they are there by now and must be.
        for &file in action.inputs.iter().chain(&action.order_only) {
            self.add_declared(&mut root, file)?;
        }
        for &file in &action.optional_inputs {
            if self.root.join(self.graph.paths().path(file)).exists() {
                self.add_declared(&mut root, file)?;
            }
        }
        for tool in &elsewhere.tools {
            self.add_tool(&mut root, tool, &mut tools)?;
        }
        let (mut own, mut paths) = (Vec::new(), HashSet::new());
        root.list(b"", &mut paths);
        let top = Folder { folders: BTreeMap::from([(WORKSPACE.to_owned(), root)]), ..Folder::default() };
        let root = top.seal(self.function, &mut own);
        Ok(Inputs { root, own, tools, paths })
    }

    fn spelling(&self, path: &Path) -> Vec<u8> {
        let mut spelling = Vec::new();
        path::normalise(path::to_bytes(self.root), b"", path::to_bytes(path), &mut spelling);
        spelling
    }

    fn add_declared(&self, root: &mut Folder, file: FileId) -> Result<(), Stay> {
        let spelling = self.graph.paths().bytes(file);
        let place = self.root.join(path::from_bytes(spelling));
        if place.is_dir() {
            self.add_folder(root, spelling, &place, 0)
        } else {
            self.add_file(root, spelling, &place)
        }
    }

    fn add_folder(&self, root: &mut Folder, spelling: &[u8], place: &Path, depth: usize) -> Result<(), Stay> {
        root.folder(&parts(spelling)?);
        for (name, below) in entries(place)? {
            let spelling = join(spelling, &name)?;
            if !below.is_dir() {
                self.add_file(root, &spelling, &below)?;
            } else if below.is_symlink() {
                return Err(Stay::of(format!("{} is a link to a folder", below.display())));
            } else if depth < DEPTH_MAX {
                self.add_folder(root, &spelling, &below, depth + 1)?;
            } else {
                return Err(Stay::of(format!("{} is too deep", below.display())));
            }
        }
        Ok(())
    }

    /// A file or folder that may be read: what cannot be sent from there is left out, and what other actions make
    /// and this one does not wait for.
    fn add_readable(
        &self,
        root: &mut Folder,
        spelling: &[u8],
        reading: &mut Reading<'_>,
        depth: usize,
    ) -> Result<(), Stay> {
        let place = self.root.join(path::from_bytes(spelling));
        let maker = self.graph.producer_of_bytes(spelling);
        let unmade = maker.is_some_and(|maker| reading.action.upstream.binary_search(&maker).is_err());
        if (reading.elsewhere.leaves_out)(&place) || unmade {
            return Ok(());
        }
        if !place.is_dir() {
            reading.left =
                reading.left.checked_sub(1).ok_or_else(|| Stay::of("it may read too many files"))?;
            if place.is_file() {
                self.add_file(root, spelling, &place)?;
            }
        } else if depth < DEPTH_MAX && (depth == 0 || !place.is_symlink()) {
            root.folder(&parts(spelling)?);
            for (name, _) in entries(&place)? {
                self.add_readable(root, &join(spelling, &name)?, reading, depth + 1)?;
            }
        }
        Ok(())
    }

    fn add_file(&self, root: &mut Folder, spelling: &[u8], place: &Path) -> Result<(), Stay> {
        let parts = parts(spelling)?;
        let Some((name, folders)) = parts.split_last() else {
            return Err(Stay::of("the workspace itself is an input"));
        };
        let file = self.file(place)?;
        root.folder(folders).files.insert((*name).to_owned(), file);
        Ok(())
    }

    fn file(&self, place: &Path) -> Result<File, Stay> {
        let digested = self
            .memory
            .digest(place)
            .map_err(|error| Stay::of(format!("{} cannot be sent: {error}", place.display())))?;
        Ok(File { digest: digested.digest, executable: digested.executable, place: place.to_owned() })
    }

    fn add_tool(&self, root: &mut Folder, tool: &Tool, tools: &mut Vec<Whole>) -> Result<(), Stay> {
        let spelling = self.spelling(&tool.place);
        let parts = parts(&spelling)?;
        let Some((name, folders)) = parts.split_last() else {
            return Err(Stay::of("a tool has no place of its own"));
        };
        let whole = if tool.from.is_dir() {
            self.tools.whole(self, &tool.from)?
        } else {
            let file = self.file(&tool.from)?;
            let blob = Blob { digest: file.digest.clone(), source: Source::File(file.place.clone()) };
            let whole = Whole { root: file.digest.clone(), blobs: Arc::new(vec![blob]) };
            root.folder(folders).files.insert((*name).to_owned(), file);
            tools.push(whole);
            return Ok(());
        };
        root.folder(folders).whole.insert((*name).to_owned(), whole.clone());
        tools.push(whole);
        Ok(())
    }
}

impl Tools {
    fn whole(&self, maker: &Maker<'_>, from: &Path) -> Result<Whole, Stay> {
        // Held while it is walked: whoever else wants it waits instead of walking too.
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(whole) = known.get(from) {
            return Ok(whole.clone());
        }
        let mut folder = Folder::default();
        maker.add_folder(&mut folder, b".", from, 0)?;
        let mut blobs = Vec::new();
        let root = folder.seal(maker.function, &mut blobs);
        let whole = Whole { root, blobs: Arc::new(blobs) };
        known.insert(from.to_owned(), whole.clone());
        Ok(whole)
    }
}

impl Folder {
    /// The folder below, made if need be.
    fn folder(&mut self, parts: &[&str]) -> &mut Self {
        parts.iter().fold(self, |folder, part| folder.folders.entry((*part).to_owned()).or_default())
    }

    /// Paths of all files in it.
    fn list(&self, above: &[u8], paths: &mut HashSet<Vec<u8>>) {
        paths.extend(self.files.keys().map(|name| [above, name.as_bytes()].concat()));
        for (name, folder) in &self.folders {
            folder.list(&[above, name.as_bytes(), b"/"].concat(), paths);
        }
    }

    /// Its digest; its blobs and those of everything below go to `blobs`.
    fn seal(self, function: Function, blobs: &mut Vec<Blob>) -> api::Digest {
        let mut directory = api::Directory::default();
        for (name, file) in self.files {
            let node = api::FileNode {
                name,
                digest: Some(file.digest.clone()),
                is_executable: file.executable,
                ..Default::default()
            };
            directory.files.push(node);
            blobs.push(Blob { digest: file.digest, source: Source::File(file.place) });
        }
        let mut folders: BTreeMap<String, api::Digest> =
            self.whole.into_iter().map(|(name, whole)| (name, whole.root)).collect();
        for (name, folder) in self.folders {
            let digest = folder.seal(function, blobs);
            folders.insert(name, digest);
        }
        let node = |(name, digest)| api::DirectoryNode { name, digest: Some(digest) };
        directory.directories = folders.into_iter().map(node).collect();
        let bytes = directory.encode_to_vec();
        let digest = function.of_bytes(&bytes);
        blobs.push(Blob { digest: digest.clone(), source: Source::Memory(bytes) });
        digest
    }
}

/// The parts of a path that lies below the root; none for the root itself.
fn parts(spelling: &[u8]) -> Result<Vec<&str>, Stay> {
    let Ok(text) = std::str::from_utf8(spelling) else {
        return Err(Stay::of("a file's name is not UTF-8"));
    };
    if text.starts_with('/') || text == ".." || text.starts_with("../") {
        return Err(Stay::of("it reads files beside the workspace"));
    }
    Ok(text.split('/').filter(|part| *part != ".").collect())
}

fn join(spelling: &[u8], name: &str) -> Result<Vec<u8>, Stay> {
    let _below = parts(spelling)?;
    Ok(if spelling == b"." { name.as_bytes().to_vec() } else { [spelling, b"/", name.as_bytes()].concat() })
}

fn entries(folder: &Path) -> Result<Vec<(String, PathBuf)>, Stay> {
    let unreadable = |error: io::Error| Stay::of(format!("{} cannot be sent: {error}", folder.display()));
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let Ok(name) = entry.file_name().into_string() else {
            return Err(Stay::of("a file's name is not UTF-8"));
        };
        entries.push((name, entry.path()));
    }
    Ok(entries)
}
