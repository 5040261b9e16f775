//! One build from start to end, for the command line and for other programs: find, lower, build.

use std::io;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use ghostbind::Environment;
use ghostbind::tools::{self, Tools};
use zbuild_engine::{
    ActionId, Cancel, Cleaned, Engine, Event, GraphBuilder, Jobs, Options, Request, Store, Summary,
};

use crate::diagnostic::Diagnostic;
use crate::failure::Failure;
use crate::lower::{Lowered, Places, Wish, lower};
use crate::project::Workspace;

/// How to build, beside what.
#[derive(Debug, Clone)]
pub struct Conduct {
    /// How much runs at once. `None`: as many as the machine has processors.
    pub jobs: Option<usize>,
    /// Whether outputs are kept in the content store and taken from there.
    pub cache: bool,
    /// Whether to go on with what does not depend on what failed.
    pub keep_going: bool,
}

impl Default for Conduct {
    fn default() -> Self {
        Self { jobs: None, cache: true, keep_going: false }
    }
}

/// A build that could start.
#[derive(Debug)]
pub struct Build {
    /// What lies on disk.
    pub workspace: Workspace,
    /// What is to be done, and what there will be.
    pub lowered: Lowered,
    /// The compilers.
    pub tools: Tools,
    engine: Engine,
    keep_going: bool,
}

impl Build {
    /// Finds the project for someone who works in `env.cwd` and works out what there is to do.
    ///
    /// # Errors
    /// Everything that is wrong before anything runs.
    pub fn prepare(
        env: &Environment,
        config: Option<&Utf8Path>,
        wish: &Wish,
        conduct: &Conduct,
    ) -> Result<Self, Failure> {
        let workspace = Workspace::open(&env.cwd, config)?;
        let layout = ghostbind::layout::Layout::new(workspace.root.clone());
        let tools = tools::find(env, &workspace.root, &layout).map_err(|error| tool_failure(&error))?;
        let lowered = lower(&workspace, wish, &tools, env)?;
        let engine = engine(env, &workspace.root, conduct)?;
        Ok(Self { workspace, lowered, tools, engine, keep_going: conduct.keep_going })
    }

    /// Builds what is wanted; everything without `targets`.
    ///
    /// # Errors
    /// The build as such could not go on. That actions failed is part of the summary.
    pub fn run(
        &self,
        targets: Option<Vec<ActionId>>,
        cancel: &Cancel,
        on_event: &mut dyn FnMut(Event<'_>),
    ) -> Result<Summary, Failure> {
        let graph = &self.lowered.graph;
        let request = Request { graph, targets, keep_going: self.keep_going, cancel };
        self.engine.build(&request, on_event).map_err(|error| Failure::work(chain(&error)))
    }
}

/// Removes what builds left below the `zbuild.json` in force, except the content store.
///
/// # Errors
/// There is no such file, or the state of earlier builds cannot be read.
pub fn clean(env: &Environment, config: Option<&Utf8Path>) -> Result<Cleaned, Failure> {
    let root = Workspace::locate(&env.cwd, config)?;
    let graph = GraphBuilder::new(root.as_std_path()).finish();
    let graph = graph.map_err(|error| Failure::work(Diagnostic::error(error.to_string())))?;
    let engine = engine(env, &root, &Conduct::default())?;
    let mut cleaned = engine.clean(&graph, &mut |_| {}).map_err(|error| Failure::work(chain(&error)))?;
    let places = Places::new(&root, None);
    let folders = [places.objects_folder(), places.zig_cache(), root.join(ghostbind::layout::FOLDER)];
    for folder in folders {
        match std::fs::remove_dir_all(&folder) {
            Ok(()) => cleaned.removed.push(folder.into()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => cleaned.kept.push((folder.into(), error)),
        }
    }
    Ok(cleaned)
}

fn engine(env: &Environment, root: &Utf8Path, conduct: &Conduct) -> Result<Engine, Failure> {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let limit = conduct.jobs.unwrap_or(processors);
    let jobs = Jobs::new(limit)
        .map_err(|error| Failure::work(Diagnostic::error(format!("cannot start a jobserver: {error}"))))?;
    let places = Places::new(root, None);
    let state = places.state();
    let mut options = Options::new(root.as_std_path(), state.as_std_path(), jobs);
    if conduct.cache {
        options.store = Some(open_store(&places.store())?);
    }
    options.environment = env.vars.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    Ok(Engine::new(options))
}

fn open_store(folder: &Utf8PathBuf) -> Result<Arc<Store>, Failure> {
    Store::open(folder.as_std_path()).map(Arc::new).map_err(|error| {
        Failure::work(Diagnostic::error(format!("cannot use the content store {folder}: {error}")))
    })
}

fn tool_failure(error: &ghostbind::BuildError) -> Failure {
    let mut diagnostic = chain(error);
    diagnostic.hint = error.hint();
    Failure { fault: error.fault(), diagnostics: vec![diagnostic] }
}

/// An error with its causes as one diagnostic.
fn chain(error: &dyn std::error::Error) -> Diagnostic {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    Diagnostic::error(text)
}
