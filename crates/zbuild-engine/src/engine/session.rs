//! The state of a workspace, opened for one build.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rustc_hash::FxHashSet;

use super::{BuildError, Options};
use crate::cancel::Cancel;
use crate::event::Event;
use crate::exec;
use crate::files::{Files, Table};
use crate::graph::{ActionId, Graph};
use crate::lock::Lock;
use crate::log::{self, ActionHash, ActionRecord, BuildLog, seconds_since_1970};
use crate::path::FileId;
use crate::why::WhyLog;

/// Folders for what is being made that may be left in a state in which they cannot be removed.
const STAGING_MAX: u32 = 16;

/// Files, log and lock of one build.
pub(super) struct Session {
    pub(super) files: Arc<Files>,
    pub(super) log: BuildLog,
    pub(super) why: Arc<WhyLog>,
    /// By action of the graph.
    pub(super) hashes: Vec<ActionHash>,
    pub(super) staging: PathBuf,
    lock: Option<Lock>,
}

impl Session {
    /// Opens the state for writing, after any other build of this workspace; `None` if waiting for that is
    /// cancelled.
    pub(super) fn open(
        options: &Options,
        graph: &Graph,
        cancel: Option<&Cancel>,
        on_event: &mut dyn FnMut(Event<'_>),
    ) -> Result<Option<Self>, BuildError> {
        let state = |path: &Path, source| BuildError::State { path: path.to_owned(), source };
        fs::create_dir_all(&options.state).map_err(|source| state(&options.state, source))?;
        let path = options.state.join("lock");
        let lock = Lock::acquire(&path, cancel, |holder| on_event(Event::Waiting { holder }));
        match lock.map_err(|source| state(&path, source))? {
            Some(lock) => Self::load(options, graph, Some(lock)).map(Some),
            None => Ok(None),
        }
    }

    /// Opens the state for reading.
    pub(super) fn peek(options: &Options, graph: &Graph) -> Result<Self, BuildError> {
        Self::load(options, graph, None)
    }

    fn load(options: &Options, graph: &Graph, lock: Option<Lock>) -> Result<Self, BuildError> {
        if graph.root() != options.root {
            return Err(BuildError::OtherRoot {
                graph: graph.root().to_owned(),
                engine: options.root.clone(),
            });
        }
        let mut table = Table::new(graph.paths().clone());
        let path = options.state.join("log");
        let log = BuildLog::load(&path, &mut table).map_err(|source| BuildError::State { path, source })?;
        Ok(Self {
            files: Arc::new(Files::open(options, table)?),
            log,
            why: Arc::new(WhyLog::new(&options.state.join("why"))),
            hashes: graph.ids().map(|id| ActionHash::of(graph.name(id))).collect(),
            staging: options.state.join("tmp"),
            lock,
        })
    }

    pub(super) fn record(&self, id: ActionId) -> Option<&ActionRecord> {
        self.log.action(self.hashes[id.index()])
    }

    /// How long an action took when it last ran.
    pub(super) fn last_duration(&self, id: ActionId) -> Option<Duration> {
        self.record(id).map(|record| Duration::from_millis(u64::from(record.duration_ms)))
    }

    /// Looks at every file that the actions may be judged by, all at once.
    pub(super) fn look(&self, graph: &Graph, wanted: &[bool]) {
        let mut asked = vec![false; self.files.table().paths.len()];
        let mut all: Vec<FileId> = Vec::new();
        let mut ask = |file: FileId| {
            if !std::mem::replace(&mut asked[file.index()], true) {
                all.push(file);
            }
        };
        for &id in graph.order().iter().filter(|id| wanted[id.index()]) {
            let action = graph.bound(id);
            action.inputs.iter().chain(&action.optional_inputs).copied().for_each(&mut ask);
            action.outputs.iter().map(|output| output.file).for_each(&mut ask);
            if let Some(record) = self.record(id) {
                record.discovered.iter().copied().for_each(&mut ask);
            }
        }
        self.files.look_all(&all);
    }

    /// Writes what is known of these files, and of an action, to the log.
    pub(super) fn save(
        &mut self,
        files: &[FileId],
        action: Option<(ActionHash, ActionRecord)>,
    ) -> io::Result<()> {
        self.log.append(&mut self.files.table(), files, action)
    }

    /// Writes whatever else was learnt of files, and makes the logs anew if they have grown.
    pub(super) fn save_rest(&mut self) -> io::Result<()> {
        let unsaved = self.files.table().unsaved();
        self.save(&unsaved, None)?;
        let in_graph = || -> FxHashSet<ActionHash> { self.hashes.iter().copied().collect() };
        self.log.compact(&self.files.table(), || (in_graph(), self.files.now()))?;
        self.why.compact(|| (in_graph(), log::oldest(self.files.now())))
    }

    pub(super) fn now_seconds(&self) -> u64 {
        seconds_since_1970(self.files.now())
    }

    /// Tells other builds of the workspace who they wait for.
    pub(super) fn announce(&self) {
        if let Some(lock) = &self.lock {
            lock.announce();
        }
    }

    /// An empty folder for what is being made. What cannot be removed from the last one stays there.
    pub(super) fn make_staging(&self) -> io::Result<PathBuf> {
        let mut staging = self.staging.clone();
        for number in 1.. {
            match exec::remove(&staging) {
                Err(_) if number < STAGING_MAX => staging.set_file_name(format!("tmp-{number}")),
                removed => {
                    removed?;
                    break;
                }
            }
        }
        fs::create_dir(&staging)?;
        Ok(staging)
    }
}
