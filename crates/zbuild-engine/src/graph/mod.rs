//! The build graph: actions bound to files, checked, in an order that respects their dependencies.
//!
//! A [`Graph`] that exists is sound: every output has one producer, there is no cycle, every pool and every
//! action named in it exists. It says nothing about the disk.

mod build;
mod error;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use hashbrown::HashTable;

use crate::action::{Command, OutputKind, Placement, Work};
use crate::digest::Digest;
use crate::elsewhere::Place;
use crate::path::{self, FileId, PathTable};

pub use build::GraphBuilder;
pub use error::{GraphError, GraphErrors};

/// An action of a [`Graph`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ActionId(u32);

impl ActionId {
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }

    /// # Panics
    /// After 2^32 actions; memory ends before.
    pub(crate) fn from_index(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or_else(|_| panic!("{index} actions in one build")))
    }
}

/// A checked set of actions.
#[derive(Debug)]
pub struct Graph {
    root: PathBuf,
    paths: PathTable,
    actions: Vec<Bound>,
    /// By file: the action that writes it. An entry below an output directory has none of its own.
    producers: Vec<Option<ActionId>>,
    has_output_directories: bool,
    /// Producers before consumers; otherwise as declared.
    order: Vec<ActionId>,
    pools: Vec<Pool>,
    names: HashTable<ActionId>,
}

/// A limit on how many actions of a kind run at once.
#[derive(Debug)]
pub(crate) struct Pool {
    pub(crate) name: String,
    pub(crate) depth: usize,
}

/// An action whose paths are files of the graph.
#[derive(Debug)]
pub(crate) struct Bound {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) work: Work,
    /// Normalised, empty for the root.
    pub(crate) cwd: Vec<u8>,
    pub(crate) inputs: Box<[FileId]>,
    pub(crate) optional_inputs: Box<[FileId]>,
    pub(crate) order_only: Box<[FileId]>,
    pub(crate) outputs: Box<[BoundOutput]>,
    pub(crate) stdout: Option<FileId>,
    pub(crate) depfile: Option<FileId>,
    /// Folders whose files are not discovered inputs.
    pub(crate) private: Box<[FileId]>,
    /// Folders in which it looks for what its depfile names, in this order.
    pub(crate) searches: Box<[FileId]>,
    pub(crate) asks: Option<crate::action::Asks>,
    pub(crate) pool: Option<usize>,
    pub(crate) turn: Option<String>,
    pub(crate) toolchains: Vec<(String, Digest)>,
    pub(crate) cacheable: bool,
    #[cfg_attr(not(feature = "remote"), expect(dead_code, reason = "every action runs here then"))]
    pub(crate) place: Place,
    /// Actions that must be done before, each once.
    pub(crate) upstream: Vec<ActionId>,
    /// Actions that wait for this one, each once.
    pub(crate) downstream: Vec<ActionId>,
}

/// An output of a bound action.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BoundOutput {
    pub(crate) file: FileId,
    pub(crate) kind: OutputKind,
    pub(crate) placement: Placement,
}

impl Bound {
    /// Whether it is only a name for its inputs.
    pub(crate) fn is_group(&self) -> bool {
        matches!(self.work, Work::Group)
    }

    /// Whether it tells what it read beyond its declared inputs.
    pub(crate) fn discovers(&self) -> bool {
        self.depfile.is_some() || matches!(self.work, Work::Call(_))
    }
}

impl Graph {
    /// The workspace root.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// How many actions there are.
    pub fn len(&self) -> usize {
        self.actions.len()
    }

    /// Whether there is no action.
    pub fn is_empty(&self) -> bool {
        self.actions.is_empty()
    }

    /// Every action, in the order of declaration.
    pub fn ids(&self) -> impl Iterator<Item = ActionId> + use<> {
        (0..self.actions.len()).map(ActionId::from_index)
    }

    /// Every action, producers before consumers.
    pub fn order(&self) -> &[ActionId] {
        &self.order
    }

    /// The action of this name.
    pub fn find(&self, name: &str) -> Option<ActionId> {
        self.names.find(build::hash_name(name), |&id| self.bound(id).name == name).copied()
    }

    /// The action that writes `path` (relative to the root, or absolute), or the directory that it lies in.
    pub fn producer(&self, path: &Path) -> Option<ActionId> {
        let mut spelling = Vec::new();
        self.spell(path::to_bytes(path), &mut spelling);
        self.producer_of_bytes(&spelling)
    }

    /// Writes the spelling that declared paths have into `out`: absolute for what lies outside the root.
    fn spell(&self, path: &[u8], out: &mut Vec<u8>) {
        let root = path::to_bytes(&self.root);
        path::normalise(root, b"", path, out);
        if let Some(absolute) = path::outside(root, out) {
            *out = absolute;
        }
    }

    /// The name of an action.
    pub fn name(&self, id: ActionId) -> &str {
        &self.bound(id).name
    }

    /// What people see while an action runs.
    pub fn description(&self, id: ActionId) -> &str {
        let bound = self.bound(id);
        bound.description.as_deref().unwrap_or(&bound.name)
    }

    /// The process that an action starts, if that is what it does.
    pub fn command(&self, id: ActionId) -> Option<&Command> {
        match &self.bound(id).work {
            Work::Command(command) => Some(command),
            _ => None,
        }
    }

    /// The declared inputs of an action, also the optional ones.
    pub fn inputs(&self, id: ActionId) -> impl Iterator<Item = &Path> {
        let bound = self.bound(id);
        bound.inputs.iter().chain(&bound.optional_inputs).map(|&file| self.paths.path(file))
    }

    /// The outputs of an action.
    pub fn outputs(&self, id: ActionId) -> impl Iterator<Item = (&Path, OutputKind)> {
        self.bound(id).outputs.iter().map(|output| (self.paths.path(output.file), output.kind))
    }

    /// The actions that must be done before this one.
    pub fn upstream(&self, id: ActionId) -> &[ActionId] {
        &self.bound(id).upstream
    }

    /// The actions that wait for this one.
    pub fn downstream(&self, id: ActionId) -> &[ActionId] {
        &self.bound(id).downstream
    }

    pub(crate) fn bound(&self, id: ActionId) -> &Bound {
        &self.actions[id.index()]
    }

    pub(crate) fn paths(&self) -> &PathTable {
        &self.paths
    }

    pub(crate) fn pools(&self) -> &[Pool] {
        &self.pools
    }

    pub(crate) fn producer_of_bytes(&self, path: &[u8]) -> Option<ActionId> {
        let exact = |path: &[u8]| self.producers[self.paths.get(path)?.index()];
        if !self.has_output_directories {
            return exact(path);
        }
        let mut path = path;
        loop {
            if let Some(id) = exact(path) {
                return Some(id);
            }
            let end = path.iter().rposition(|&byte| byte == b'/')?;
            path = &path[..end];
        }
    }
}
