//! From declared actions to a checked graph.

use std::hash::BuildHasher;
use std::path::{Path, PathBuf};

use hashbrown::HashTable;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::{ActionId, Bound, BoundOutput, Graph, GraphError, GraphErrors, Pool};
use crate::action::{Action, OutputKind, Stdout, Work};
use crate::path::{self, FileId, PathTable};

/// Takes actions in, in any order, and gives a [`Graph`] back.
#[derive(Debug)]
pub struct GraphBuilder {
    graph: Graph,
    /// By action: names of actions to wait for.
    after: Vec<Vec<String>>,
    errors: Vec<GraphError>,
    /// What actions that are added are for, where one graph holds several of a kind.
    part: Option<String>,
    /// Scratch for one spelling.
    spelling: Vec<u8>,
}

pub(super) fn hash_name(name: &str) -> u64 {
    FxBuildHasher.hash_one(name)
}

impl GraphBuilder {
    /// An empty graph. `root` is the absolute path of the workspace; paths below it are relative to it.
    pub fn new(root: &Path) -> Self {
        let mut errors = Vec::new();
        if !root.is_absolute() {
            errors.push(GraphError::RelativeRoot(root.to_owned()));
        }
        let mut spelling = Vec::new();
        path::normalise(b"", b"", path::to_bytes(root), &mut spelling);
        let graph = Graph {
            root: path::from_bytes(&spelling).to_owned(),
            paths: PathTable::default(),
            actions: Vec::new(),
            producers: Vec::new(),
            has_output_directories: false,
            order: Vec::new(),
            pools: Vec::new(),
            names: HashTable::new(),
        };
        Self { graph, after: Vec::new(), errors, part: None, spelling }
    }

    /// Declares a pool: at most `depth` of its actions run at once.
    pub fn pool(&mut self, name: impl Into<String>, depth: usize) {
        let (name, depth) = (name.into(), depth.max(1));
        match self.graph.pools.iter_mut().find(|pool| pool.name == name) {
            Some(pool) => pool.depth = depth,
            None => self.graph.pools.push(Pool { name, depth }),
        }
    }

    /// From here on, what people see of actions says that they are for `part`.
    pub fn part(&mut self, part: Option<String>) {
        self.part = part;
    }

    /// The action of this name, if it was added.
    pub fn find(&self, name: &str) -> Option<ActionId> {
        self.graph.find(name)
    }

    /// Adds an action. What is wrong with it is told by [`Self::finish`].
    pub fn add(&mut self, action: Action) -> ActionId {
        let id = ActionId::from_index(self.graph.actions.len());
        self.check_shape(&action);
        let bound = self.bind(id, action);
        let actions = &self.graph.actions;
        let hash = hash_name(&bound.name);
        if self.graph.names.find(hash, |other| actions[other.index()].name == bound.name).is_some() {
            self.errors.push(GraphError::DuplicateName(bound.name.clone()));
        } else {
            self.graph.names.insert_unique(hash, id, |other| hash_name(&actions[other.index()].name));
        }
        self.graph.actions.push(bound);
        id
    }

    /// The graph, or everything that is wrong with it.
    pub fn finish(mut self) -> Result<Graph, GraphErrors> {
        if self.graph.has_output_directories {
            self.check_nesting();
        }
        if self.errors.is_empty() {
            self.connect();
            self.sort();
        }
        if self.errors.is_empty() { Ok(self.graph) } else { Err(GraphErrors(self.errors)) }
    }

    fn check_shape(&mut self, action: &Action) {
        let (inputs, outputs) = (action.inputs.len() + action.optional_inputs.len(), action.outputs.len());
        let sound = match &action.work {
            Work::Command(_) | Work::Call(_) => true,
            Work::WriteFile(_) => inputs == 0 && outputs == 1,
            Work::Copy => inputs == 1 && outputs == 1,
            Work::Group => outputs == 0,
        };
        if !sound {
            self.errors.push(GraphError::BuiltinShape(action.name.clone()));
        }
    }

    fn bind(&mut self, id: ActionId, action: Action) -> Bound {
        let name = action.name;
        let mut outputs = Vec::with_capacity(action.outputs.len());
        for output in &action.outputs {
            let file = self.intern(&name, output.path());
            self.claim(id, &name, file);
            self.graph.has_output_directories |= output.kind == OutputKind::Directory;
            outputs.push(BoundOutput { file, kind: output.kind, placement: output.placement });
        }
        let (mut stdout, mut cwd) = (None, Vec::new());
        if let Work::Command(command) = &action.work {
            if let Stdout::File(path) = &command.stdout {
                let file = self.intern(&name, path);
                if !outputs.iter().any(|output| output.file == file) {
                    self.errors
                        .push(GraphError::StdoutNotAnOutput { action: name.clone(), path: path.clone() });
                }
                stdout = Some(file);
            }
            if let Some(path) = &command.cwd {
                let file = self.intern(&name, path);
                cwd = self.graph.paths.bytes(file).to_vec();
                if cwd == b"." {
                    cwd.clear();
                }
            }
        }
        let pool = action.pool.and_then(|pool| self.find_pool(&name, pool));
        self.after.push(action.after);
        Bound {
            inputs: self.intern_all(&name, &action.inputs),
            optional_inputs: self.intern_all(&name, &action.optional_inputs),
            order_only: self.intern_all(&name, &action.order_only),
            depfile: action.depfile.map(|path| self.intern(&name, &path)),
            private: self.intern_all(&name, &action.private),
            searches: self.intern_all(&name, &action.searches),
            asks: action.asks,
            outputs: outputs.into(),
            name,
            description: match (action.description, &self.part) {
                (Some(description), Some(part)) => Some(format!("{description} for {part}")),
                (description, _) => description,
            },
            work: action.work,
            cwd,
            stdout,
            pool,
            turn: action.turn,
            toolchains: action.toolchains,
            cacheable: action.cacheable,
            place: action.place,
            upstream: Vec::new(),
            downstream: Vec::new(),
        }
    }

    fn find_pool(&mut self, action: &str, pool: String) -> Option<usize> {
        let found = self.graph.pools.iter().position(|known| known.name == pool);
        if found.is_none() {
            self.errors.push(GraphError::UnknownPool { action: action.to_owned(), pool });
        }
        found
    }

    fn intern(&mut self, action: &str, path: &Path) -> FileId {
        let bytes = path::to_bytes(path);
        if bytes.is_empty() || bytes.contains(&0) {
            let error = GraphError::ImpossiblePath { action: action.to_owned(), path: path.to_owned() };
            self.errors.push(error);
        }
        self.graph.spell(bytes, &mut self.spelling);
        let file = self.graph.paths.intern(&self.spelling);
        if self.graph.producers.len() < self.graph.paths.len() {
            self.graph.producers.resize(self.graph.paths.len(), None);
        }
        file
    }

    fn intern_all(&mut self, action: &str, paths: &[PathBuf]) -> Box<[FileId]> {
        let mut files: Vec<FileId> = Vec::with_capacity(paths.len());
        for path in paths {
            files.push(self.intern(action, path));
        }
        files.into()
    }

    /// Makes `id` the producer of `file`.
    fn claim(&mut self, id: ActionId, name: &str, file: FileId) {
        let slot = &mut self.graph.producers[file.index()];
        match *slot {
            None => *slot = Some(id),
            Some(first) => {
                let first = self.graph.actions.get(first.index()).map_or(name, |bound| &bound.name);
                self.errors.push(GraphError::DuplicateOutput {
                    path: self.graph.paths.path(file).to_owned(),
                    first: first.to_owned(),
                    second: name.to_owned(),
                });
            }
        }
    }

    /// No output lies inside an output directory.
    fn check_nesting(&mut self) {
        for bound in &self.graph.actions {
            for output in &bound.outputs {
                let path = self.graph.paths.path(output.file);
                let Some(parent) = path.parent() else { continue };
                if let Some(owner) = self.graph.producer_of_bytes(path::to_bytes(parent)) {
                    let directory = parent.ancestors().find(|above| {
                        let id = self.graph.paths.get(spelling(above));
                        id.is_some_and(|id| self.graph.producers[id.index()] == Some(owner))
                    });
                    self.errors.push(GraphError::OutputInsideOutput {
                        path: path.to_owned(),
                        action: bound.name.clone(),
                        directory: directory.unwrap_or(parent).to_owned(),
                        owner: self.graph.name(owner).to_owned(),
                    });
                }
            }
        }
    }

    /// By file: the actions that make something below it, for files that are inputs of some action. A directory
    /// as an input stands for everything in it, so those come first.
    fn makers_below(&self) -> FxHashMap<FileId, Vec<ActionId>> {
        let graph = &self.graph;
        let mut is_input = vec![false; graph.paths.len()];
        for bound in &graph.actions {
            bound.inputs.iter().chain(&bound.optional_inputs).for_each(|file| is_input[file.index()] = true);
        }
        let mut makers: FxHashMap<FileId, Vec<ActionId>> = FxHashMap::default();
        // Outputs of one folder often follow each other.
        let (mut last, mut inputs): (Option<&[u8]>, Vec<FileId>) = (None, Vec::new());
        for (index, bound) in graph.actions.iter().enumerate() {
            for output in &bound.outputs {
                let path = graph.paths.bytes(output.file);
                let folder = &path[..path.iter().rposition(|&byte| byte == b'/').map_or(0, |end| end + 1)];
                if last != Some(folder) {
                    let above = graph.paths.path(output.file).ancestors().skip(1);
                    let above = above.filter_map(|above| graph.paths.get(spelling(above)));
                    inputs = above.filter(|id| is_input[id.index()]).collect();
                    last = Some(folder);
                }
                for &input in &inputs {
                    makers.entry(input).or_default().push(ActionId::from_index(index));
                }
            }
        }
        makers
    }

    /// Fills `upstream` and `downstream`.
    fn connect(&mut self) {
        let makers = self.makers_below();
        for index in 0..self.graph.actions.len() {
            let upstream = self.upstream_of(index, &makers);
            let id = ActionId::from_index(index);
            for producer in &upstream {
                self.graph.actions[producer.index()].downstream.push(id);
            }
            self.graph.actions[index].upstream = upstream;
        }
    }

    fn upstream_of(&mut self, index: usize, makers: &FxHashMap<FileId, Vec<ActionId>>) -> Vec<ActionId> {
        let graph = &self.graph;
        let bound = &graph.actions[index];
        let mut upstream: Vec<ActionId> = Vec::new();
        for &file in bound.inputs.iter().chain(&bound.optional_inputs).chain(&bound.order_only) {
            let producer = graph.producers[file.index()].or_else(|| {
                graph
                    .has_output_directories
                    .then(|| graph.producer_of_bytes(graph.paths.bytes(file)))
                    .flatten()
            });
            upstream.extend(producer);
        }
        if !makers.is_empty() {
            let inside =
                bound.inputs.iter().chain(&bound.optional_inputs).filter_map(|file| makers.get(file));
            upstream.extend(inside.flatten());
        }
        for missing in &self.after[index] {
            match graph.find(missing) {
                Some(id) => upstream.push(id),
                None => self
                    .errors
                    .push(GraphError::UnknownAction { action: bound.name.clone(), missing: missing.clone() }),
            }
        }
        upstream.sort_unstable();
        upstream.dedup();
        upstream
    }

    /// Fills `order`, or finds a cycle.
    fn sort(&mut self) {
        let actions = &self.graph.actions;
        let mut waiting: Vec<usize> = actions.iter().map(|bound| bound.upstream.len()).collect();
        let mut order: Vec<ActionId> = Vec::with_capacity(actions.len());
        order.extend((0..actions.len()).filter(|&index| waiting[index] == 0).map(ActionId::from_index));
        let mut next = 0;
        while next < order.len() {
            for &id in &actions[order[next].index()].downstream {
                waiting[id.index()] -= 1;
                if waiting[id.index()] == 0 {
                    order.push(id);
                }
            }
            next += 1;
        }
        match waiting.iter().position(|&left| left > 0) {
            None => self.graph.order = order,
            Some(stuck) => {
                let chain = cycle(actions, &waiting, stuck);
                self.errors.push(GraphError::Cycle(chain));
            }
        }
    }
}

/// A folder above a path, as it is interned.
fn spelling(folder: &Path) -> &[u8] {
    if folder.as_os_str().is_empty() { b"." } else { path::to_bytes(folder) }
}

/// The cycle that keeps the action at `stuck` waiting: its names in the order of dependence, the first again at
/// the end. Every action that still waits has an upstream action that still waits, so walking up ends in one.
fn cycle(actions: &[Bound], waiting: &[usize], stuck: usize) -> Vec<String> {
    let mut walk = vec![stuck];
    loop {
        let last = walk[walk.len() - 1];
        let Some(above) =
            actions[last].upstream.iter().map(|id| id.index()).find(|&above| waiting[above] > 0)
        else {
            return vec![actions[stuck].name.clone()];
        };
        if let Some(start) = walk.iter().position(|&seen| seen == above) {
            walk.push(above);
            return walk[start..].iter().map(|&index| actions[index].name.clone()).collect();
        }
        walk.push(above);
    }
}
