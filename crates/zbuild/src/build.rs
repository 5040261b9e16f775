//! One build from start to end, for the command line and for other programs: find, lower, build.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use camino::{Utf8Path, Utf8PathBuf};
use ghostbind::Environment;
use ghostbind::layout::normalize;
use ghostbind::tools::{self, Tools};
use zbuild_engine::{
    ActionId, Cancel, Claim, Cleaned, Engine, Event, GcLimits, GraphBuilder, Jobs, Options, Request, Store,
    Summary, Trace, Why,
};

use crate::diagnostic::{Diagnostic, with_causes};
use crate::failure::{Failure, Fault};
use crate::lower::foreign::FETCH;
use crate::lower::published::Published;
use crate::lower::rust::sharing;
use crate::lower::system::is_of_this_machine;
use crate::lower::{Foreign, Lowered, Places, Wish, lower, together};
use crate::packages::{Package, Packages};
use crate::project::{Member, Workspace, relative_to};
use crate::setting;
use crate::watched;

/// What may stay in a content store that nobody looks after.
pub const CACHE_LIMITS: GcLimits = GcLimits { bytes_max: 20 << 30, age_max: Duration::from_hours(90 * 24) };

/// How often a store is swept without being asked.
const SWEEP_INTERVAL: Duration = Duration::from_hours(24);

/// How to build, beside what.
#[derive(Debug, Clone)]
pub struct Conduct {
    /// How much runs at once. `None`: as many as the machine has processors.
    pub jobs: Option<usize>,
    /// The jobserver of the process that called, whose tokens are used instead.
    pub shared_jobs: Option<Jobs>,
    /// Whether outputs are kept in the content store and taken from there.
    pub cache: bool,
    /// Whether to go on with what does not depend on what failed.
    pub keep_going: bool,
    /// A Remote Execution service behind the content store.
    #[cfg(feature = "remote")]
    pub remote: Option<zbuild_engine::RemoteOptions>,
}

impl Default for Conduct {
    fn default() -> Self {
        Self {
            jobs: None,
            shared_jobs: None,
            cache: true,
            keep_going: false,
            #[cfg(feature = "remote")]
            remote: None,
        }
    }
}

/// What is built before the graph is known whole, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Zig files that commands write: what they import is known when they are there.
    Generated,
    /// Parts that have a `build.zig` of their own: what they install is known when they have run.
    Foreign,
}

impl Stage {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Generated, Self::Foreign];
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
    /// The surroundings that it was prepared in.
    pub env: Environment,
    /// Where whoever shows the build writes its trace.
    pub trace: Option<Utf8PathBuf>,
    /// What ran when, for the trace.
    pub traced: Mutex<Trace>,
    /// Zig packages that had to be fetched first.
    pub fetched: Vec<Package>,
    wishes: Vec<Wish>,
    /// What [`Build::settle`] did already.
    settled: Option<Summary>,
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
        let site = Site::find(env, config)?;
        Self::of(site, env, std::slice::from_ref(wish), conduct)
    }

    /// The same for several wishes, in as few builds as there can be. They follow each other: they use one state.
    ///
    /// # Errors
    /// Everything that is wrong with any of them.
    pub fn prepare_all(
        env: &Environment,
        config: Option<&Utf8Path>,
        wishes: &[Wish],
        conduct: &Conduct,
    ) -> Result<Vec<Self>, Failure> {
        let site = Site::find(env, config)?;
        let mut builds = Vec::new();
        let mut wrong: Vec<Diagnostic> = Vec::new();
        for group in together(&site.workspace, wishes, &site.tools) {
            match Self::of(site.clone(), env, &group, conduct) {
                Ok(build) => builds.push(build),
                Err(failure) if failure.fault == Fault::Usage => {
                    let new = failure.diagnostics.into_iter().filter(|d| !wrong.contains(d));
                    wrong.extend(new.collect::<Vec<_>>());
                }
                Err(failure) => return Err(failure),
            }
        }
        if wrong.is_empty() { Ok(builds) } else { Err(Failure::usage(wrong)) }
    }

    fn of(site: Site, env: &Environment, wishes: &[Wish], conduct: &Conduct) -> Result<Self, Failure> {
        let Site { workspace, tools } = site;
        #[cfg(feature = "remote")]
        let (wishes, conduct) = &remotely(&workspace, wishes, conduct)?;
        let wishes: &[Wish] = wishes;
        let mut fetched = Vec::new();
        let lowered = lower_whole(&workspace, wishes, &tools, env, &mut fetched)?;
        let shared = installed(&tools, env).into_iter().map(Utf8PathBuf::into_std_path_buf).collect();
        let engine = engine(env, &workspace.root, conduct, shared)?;
        Ok(Self {
            workspace,
            lowered,
            tools,
            env: env.clone(),
            trace: None,
            traced: Mutex::default(),
            fetched,
            wishes: wishes.to_vec(),
            settled: None,
            engine,
            keep_going: conduct.keep_going,
        })
    }

    /// The actions that a stage builds before the rest; `None` where there are none. [`Build::settle`] follows.
    #[must_use]
    pub fn stage(&self, stage: Stage) -> Option<Vec<ActionId>> {
        let actions = match stage {
            Stage::Generated => self.lowered.generated.iter().copied().collect(),
            Stage::Foreign => self.lowered.foreign.iter().map(|foreign| foreign.action).collect::<Vec<_>>(),
        };
        (!actions.is_empty()).then_some(actions)
    }

    /// Takes note that [`Build::stage`] was built, and makes the graph anew where there are other files than it knows
    /// of.
    ///
    /// # Errors
    /// What can be wrong with any graph.
    pub fn settle(&mut self, stage: Stage, summary: Summary) -> Result<(), Failure> {
        let changed = match stage {
            Stage::Generated => summary.ran + summary.restored + summary.cached > 0,
            Stage::Foreign => self.lowered.foreign.iter().any(Foreign::changed),
        };
        if changed {
            self.lowered =
                lower_whole(&self.workspace, &self.wishes, &self.tools, &self.env, &mut self.fetched)?;
        }
        self.settled = Some(summary);
        Ok(())
    }

    /// What there is to build beside what could not be: without those of a [`Build::stage`] that failed and all that needs it.
    /// `None` where a failure ends the build.
    #[must_use]
    pub fn rest(&self, failed: &Summary) -> Option<Vec<ActionId>> {
        let without = self.unbuilt(failed);
        let all = self.lowered.graph.ids();
        self.keep_going.then(|| all.filter(|action| !without.contains(action)).collect())
    }

    /// The actions that failed, and all that need them.
    #[must_use]
    pub fn unbuilt(&self, failed: &Summary) -> BTreeSet<ActionId> {
        let mut open: Vec<ActionId> = failed.failed.iter().map(|failure| failure.action).collect();
        let mut unbuilt = BTreeSet::new();
        while let Some(action) = open.pop() {
            if unbuilt.insert(action) {
                open.extend(self.lowered.graph.downstream(action));
            }
        }
        unbuilt
    }

    /// A summary with what [`Build::settle`] took note of counted in.
    fn in_all(&self, mut summary: Summary) -> Summary {
        let Some(before) = &self.settled else { return summary };
        let (ran, restored, cached) = (before.ran, before.restored, before.cached);
        summary.ran += ran;
        summary.restored += restored;
        summary.cached += cached;
        summary.up_to_date = summary.up_to_date.saturating_sub(ran + restored + cached);
        summary.duration += before.duration;
        summary
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
        let mut noted = |event: Event<'_>| {
            // Where nothing is to be done it is noted already.
            if matches!(event, Event::Working) {
                self.note_what_is_left();
            }
            on_event(event);
        };
        let summary =
            self.engine.build(&request, &mut noted).map_err(|error| Failure::work(chain(&error)))?;
        if summary.ran > 0
            && let Some(store) = &self.engine.options().store
        {
            sweep(store, &Places::new(&self.workspace.root, None).swept());
        }
        Ok(self.in_all(summary))
    }

    /// How much runs at once at most.
    #[must_use]
    pub fn jobs(&self) -> usize {
        self.engine.options().jobs.limit()
    }

    /// The same surroundings, in which processes that are started share the limit of this build.
    #[must_use]
    pub fn sharing(&self, env: &Environment) -> Environment {
        sharing(&self.engine.options().jobs, env)
    }

    /// Keeps which member leaves which file. Without it one member cannot be cleaned alone, which harms no build.
    fn note_what_is_left(&self) {
        let root = &self.workspace.root;
        let list = Places::new(root, None).published();
        let mut published = Published::load(&list);
        for (member, file) in &self.lowered.left {
            published.add(member, &relative_to(&normalize(file), root));
        }
        let _unsaved = published.save(&list);
    }

    /// Keeps the versions that crates from elsewhere resolved to in `zbuild.lock`. `whole` says that nothing of
    /// the workspace was left out.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn save_locks(&self, whole: bool) -> Result<(), Failure> {
        let Lowered { locks, locked, locked_packages, .. } = &self.lowered;
        locks.clone().save(&self.workspace.root, locked, locked_packages, whole).map_err(Failure::work)
    }

    /// Why an action would run now, and why it last did.
    ///
    /// # Errors
    /// The state of earlier builds cannot be read.
    pub fn why(&self, action: ActionId) -> Result<Why, Failure> {
        self.engine.why(&self.lowered.graph, action).map_err(|error| Failure::work(chain(&error)))
    }

    /// The folders of what the build reads and does not make, less those of toolchains and of cargo's registry,
    /// which nobody edits.
    ///
    /// # Errors
    /// The state of earlier builds cannot be read.
    pub fn source_folders(&self, env: &Environment) -> Result<Vec<Utf8PathBuf>, Failure> {
        let sources =
            self.engine.sources(&self.lowered.graph).map_err(|error| Failure::work(chain(&error)))?;
        Ok(watched::folders(&sources, installed(&self.tools, env)))
    }
}

/// Where a build takes place, and with what.
#[derive(Clone)]
struct Site {
    workspace: Workspace,
    tools: Tools,
}

impl Site {
    fn find(env: &Environment, config: Option<&Utf8Path>) -> Result<Self, Failure> {
        let workspace = Workspace::open(&env.cwd, config)?;
        let layout = ghostbind::layout::Layout::new(workspace.root.clone());
        let tools = tools::find(env, &workspace.root, &layout).map_err(|error| tool_failure(&error))?;
        Ok(Self { workspace, tools })
    }
}

/// Holds what a wish names, its project and its target, against files that can be read: a name that is not there is
/// wrong whatever is edited next, unlike what is wrong with the files.
///
/// # Errors
/// No project or target is called so.
pub(crate) fn check_names(env: &Environment, config: Option<&Utf8Path>, wish: &Wish) -> Result<(), Failure> {
    let Ok(Site { workspace, tools }) = Site::find(env, config) else { return Ok(()) };
    let members = workspace.select(wish.project.as_deref())?;
    for member in workspace.members_for(members, wish.choices.target.as_deref()) {
        let setting = setting::resolve(&wish.choices, &workspace.config, member.project(), &tools.host);
        // What a file says stands at a place in it.
        if let Err(error) = setting
            && error.place.is_none()
        {
            return Err(error.into());
        }
    }
    Ok(())
}

/// How often packages may name further ones.
const FETCH_ROUNDS_MAX: usize = 64;

/// Lowers, and fetches the Zig packages that are missing until none is.
fn lower_whole(
    workspace: &Workspace,
    wishes: &[Wish],
    tools: &Tools,
    env: &Environment,
    fetched: &mut Vec<Package>,
) -> Result<Lowered, Failure> {
    let offline = wishes.iter().any(|wish| wish.offline);
    let mut altered = Vec::new();
    for _ in 0..FETCH_ROUNDS_MAX {
        let mut lowered = lower(workspace, wishes, tools, env)?;
        altered.append(&mut lowered.altered);
        if lowered.missing.is_empty() {
            lowered.warnings.append(&mut altered);
            return Ok(lowered);
        }
        let packages = Packages::new(Places::new(&workspace.root, None).packages(), env);
        for package in lowered.missing {
            if offline && !packages.is_cached(&package.hash) {
                let mut error = Diagnostic::error(format!(
                    "the package `{}` is not here, and this is --offline",
                    package.name
                ));
                error.place.clone_from(&package.place);
                let mut failure = Failure::environment(error.hint(FETCH));
                failure.diagnostics.append(&mut altered);
                return Err(failure);
            }
            packages.bring(&package, tools, env)?;
            fetched.push(package);
        }
    }
    let message = format!("packages name further packages more than {FETCH_ROUNDS_MAX} times");
    Err(Failure::work(Diagnostic::error(message)))
}

/// The same with what the file says of the service, where one is used: the command line goes before it.
#[cfg(feature = "remote")]
fn remotely(
    workspace: &Workspace,
    wishes: &[Wish],
    conduct: &Conduct,
) -> Result<(Vec<Wish>, Conduct), Failure> {
    let (mut wishes, mut conduct) = (wishes.to_vec(), conduct.clone());
    let Some(remote) = &mut conduct.remote else { return Ok((wishes, conduct)) };
    let config = &workspace.config;
    if let (Some(file), None) = (&config.remote.ca, &remote.authorities) {
        let path = workspace.root.join(&file.value);
        let pem = std::fs::read(&path)
            .map_err(|error| config.error_at(file, format!("cannot read `{}`: {error}", file.value)))?;
        remote.authorities = Some(pem);
    }
    if config.remote.execute && !remote.read_only {
        remote.execution.get_or_insert_default();
    }
    if let Some(execution) = &mut remote.execution {
        let named: Vec<String> = execution.platform.iter().map(|(name, _)| name.clone()).collect();
        let others = config.remote.platform.iter().filter(|(name, _)| !named.contains(name));
        execution.platform.extend(others.cloned());
        // What is linked with a library of this very machine is for it.
        let projects = workspace.members.iter().filter_map(Member::project);
        let own = projects.map(|(_, project)| project).any(is_of_this_machine);
        for wish in &mut wishes {
            wish.choices.any_like_this = !own;
        }
    }
    Ok((wishes, conduct))
}

/// Where what is installed lies: Zig, the Rust toolchain, cargo's and rustup's homes, the system.
fn installed(tools: &Tools, env: &Environment) -> Vec<Utf8PathBuf> {
    let home = env.var("HOME").map(Utf8PathBuf::from);
    let of = |variable: &str, folder: &str| {
        env.var(variable).map(Utf8PathBuf::from).or_else(|| Some(home.as_ref()?.join(folder)))
    };
    let zig = tools.zig.parent().map(Utf8Path::to_owned);
    let system = Some(Utf8PathBuf::from("/usr"));
    let toolchains = [zig, Some(tools.zig_lib.clone()), Some(tools.sysroot.clone()), system];
    let homes = [of("CARGO_HOME", ".cargo"), of("RUSTUP_HOME", ".rustup")];
    toolchains.into_iter().chain(homes).flatten().collect()
}

/// The content store of the project that someone in `env.cwd` works in, and its folder.
///
/// # Errors
/// There is no project, or the store cannot be opened.
pub fn store(env: &Environment, config: Option<&Utf8Path>) -> Result<(Utf8PathBuf, Arc<Store>), Failure> {
    let folder = Places::new(&Workspace::locate(&env.cwd, config)?, None).store();
    let store = open_store(&folder)?;
    Ok((folder, store))
}

/// Keeps a store within [`CACHE_LIMITS`], once in a while. `mark` is a file that tells when it was last done.
/// That it cannot be done harms no build.
fn sweep(store: &Store, mark: &Utf8Path) {
    let swept = std::fs::metadata(mark).and_then(|metadata| metadata.modified());
    let now = SystemTime::now();
    if swept.is_ok_and(|at| now.duration_since(at).is_ok_and(|age| age < SWEEP_INTERVAL)) {
        return;
    }
    if std::fs::write(mark, "").is_ok() {
        let _report = store.gc(CACHE_LIMITS, now);
    }
}

/// Removes what builds left below the `zbuild.json` in force, except the content store: of the member that is named
/// or worked in what is its alone, else everything. Gives that member's name too.
///
/// # Errors
/// There is no such file or member, or the state of earlier builds cannot be read.
pub fn clean(
    env: &Environment,
    config: Option<&Utf8Path>,
    project: Option<&str>,
    on_event: &mut dyn FnMut(Event<'_>),
) -> Result<(Cleaned, Option<String>), Failure> {
    let root = Workspace::locate(&env.cwd, config)?;
    let member = member_meant(env, config, project, &root)?;
    let graph = GraphBuilder::new(root.as_std_path()).finish();
    let graph = graph.map_err(|error| Failure::work(Diagnostic::error(error.to_string())))?;
    let engine = engine(env, &root, &Conduct::default(), Vec::new())?;
    let places = Places::new(&root, None);
    let published = Published::load(&places.published());
    let bridge = root.join(ghostbind::layout::FOLDER);
    let mut folders = vec![places.objects_folder(), places.zig_cache(), places.cargo(), bridge];
    let mut own = BTreeSet::new();
    if let Some(member) = &member {
        folders = places.objects_of(member);
        own = published.only_of(member);
    }
    let claim = |path: &Path| {
        let whole = root.as_std_path().join(path);
        let meant = member.is_none()
            || Utf8Path::from_path(path).is_some_and(|path| own.contains(path))
            || folders.iter().any(|folder| whole.starts_with(folder));
        // Nobody keeps files of their own where only zbuild and ghostbind write.
        let of_builds = [places.outputs(), &places.state(), &root.join(ghostbind::layout::FOLDER)];
        match () {
            () if !meant => Claim::Stays,
            () if of_builds.iter().any(|folder| whole.starts_with(folder)) => Claim::Goes,
            () => Claim::GoesIfUnchanged,
        }
    };
    // The list only says what is removed by then.
    let list = member.is_none().then(|| places.published());
    let gone: Vec<PathBuf> = folders.iter().chain(&list).map(Into::into).collect();
    let cleaned = engine.clean(&graph, &claim, &gone, on_event);
    Ok((cleaned.map_err(|error| Failure::work(chain(&error)))?, member))
}

/// The member of a workspace that is to be cleaned alone. Beside the file in force it need not be read.
fn member_meant(
    env: &Environment,
    config: Option<&Utf8Path>,
    project: Option<&str>,
    root: &Utf8Path,
) -> Result<Option<String>, Failure> {
    if project.is_none() && (config.is_some() || env.cwd == root) {
        return Ok(None);
    }
    let workspace = Workspace::open(&env.cwd, config)?;
    let Some(name) = project.or(workspace.here.as_deref()) else { return Ok(None) };
    let members = workspace.select(Some(name))?;
    Ok(members.first().filter(|member| member.folder != root).map(|member| member.name.clone()))
}

fn engine(
    env: &Environment,
    root: &Utf8Path,
    conduct: &Conduct,
    shared: Vec<PathBuf>,
) -> Result<Engine, Failure> {
    let jobs = conduct.shared_jobs.clone().unwrap_or_else(|| Jobs::new(conduct.jobs));
    let places = Places::new(root, None);
    let state = places.state();
    let mut options = Options::new(root.as_std_path(), state.as_std_path(), jobs);
    if conduct.cache {
        options.store = Some(open_store(&places.store())?);
    }
    #[cfg(feature = "remote")]
    if let Some(mut remote) = conduct.remote.clone() {
        if let Some(execution) = &mut remote.execution {
            execution.memory = Some(state.join("sent").into_std_path_buf());
        }
        options.remote = Some(Arc::new(zbuild_engine::Remote::new(remote)));
    }
    options.shared = shared;
    options.unlisted = Places::OWN_FOLDERS.map(Into::into).to_vec();
    options.environment = env.vars.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    Ok(Engine::new(options))
}

fn open_store(folder: &Utf8PathBuf) -> Result<Arc<Store>, Failure> {
    Store::open(folder.as_std_path()).map(Arc::new).map_err(|error| {
        Failure::work(Diagnostic::error(format!("cannot use the content store {folder}: {error}")))
    })
}

pub(crate) fn tool_failure(error: &ghostbind::BuildError) -> Failure {
    let mut diagnostic = chain(error);
    diagnostic.hint = error.hint();
    Failure { fault: error.fault(), diagnostics: vec![diagnostic] }
}

/// An error with its causes as one diagnostic.
fn chain(error: &dyn std::error::Error) -> Diagnostic {
    Diagnostic::error(with_causes(error))
}
