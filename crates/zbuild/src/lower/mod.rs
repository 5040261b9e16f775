//! From a workspace and a wish to actions of the engine. Each kind of thing that can be built has its
//! rule, a module here; what they share is in `Lowering`.
//!
//! Nothing is built here and no process is started: the graph of a project that nothing changed in is
//! made anew in each build, in less time than it takes to read a log about it.

mod artifact;
mod c;
mod check;
mod closure;
pub(crate) mod crate_elsewhere;
mod elsewhere;
mod features;
pub(crate) mod foreign;
mod foreign_sources;
mod generated;
mod library;
mod member;
mod optional;
mod options;
mod packages;
mod places;
mod publish;
pub(crate) mod published;
pub(crate) mod registry;
mod response;
pub(crate) mod rust;
mod scope;
pub(crate) mod system;
mod umbrella;
mod unit;
mod zig;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use camino::{Utf8Path, Utf8PathBuf};
use ghostbind::layout::Layout;
use ghostbind::tools::Tools;
use ghostbind::zig::command::Output;
use ghostbind::zig::root::PROGRAM_ROOT;
use ghostbind::zig::sources::{ScanCache, collect};
use ghostbind::{Environment, Fault, Request};
use rustc_hash::FxHashSet;
use zbuild_engine::{ActionId, Digest, Graph, GraphBuilder, GraphErrors};

pub use foreign::Foreign;
pub use optional::OptionalCrate;
pub use places::{Places, STATE_FOLDER};

use crate::diagnostic::Diagnostic;
use crate::failure::Failure;
use crate::locking::{Locked, Locks};
use crate::packages::{Package, Packages};
use crate::project::{CrateManifest, Member, MemberKind, Workspace, relative_to};
use crate::setting::{self, Choices};
use publish::Publication;
use rust::CratePlan;
use scope::{ScopeId, Scopes};
use unit::Unit;

/// What is wanted.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// Which member; all without one.
    pub project: Option<String>,
    /// For which machine and how.
    pub choices: Choices,
    /// A folder for the outputs instead of `zig-out`, absolute.
    pub output_dir: Option<Utf8PathBuf>,
    /// Whether each named target has a folder of its own in `output_dir`, as it has in `zig-out`.
    pub folder_per_target: bool,
    /// Whether tests are built too.
    pub tests: bool,
    /// Whether cargo may use the network.
    pub offline: bool,
}

/// A graph, and what the user will find when it is built.
#[derive(Debug)]
pub struct Lowered {
    /// The actions.
    pub graph: Graph,
    /// What there will be, in the order of the members.
    pub products: Vec<Product>,
    /// The folder that products are left in, absolute.
    pub outputs: Utf8PathBuf,
    /// Which member leaves which file for the user, absolute; two may leave the same one.
    pub left: Vec<(String, Utf8PathBuf)>,
    /// Crates that cargo can test, if tests are wanted.
    pub crate_tests: Vec<CrateTests>,
    /// What was noticed on the way.
    pub warnings: Vec<Diagnostic>,
    /// What was noticed of packages that are missing now: nobody notices it again.
    pub altered: Vec<Diagnostic>,
    /// Files of dependencies outside of the workspace that decided what is above, absolute.
    pub files: Vec<Utf8PathBuf>,
    /// Crates without which the build goes on.
    pub optional: Vec<OptionalCrate>,
    /// Every Cargo.toml that is built, absolute.
    pub manifests: BTreeSet<Utf8PathBuf>,
    /// Crates from elsewhere, whose versions `zbuild.lock` keeps.
    pub locked: Vec<Locked>,
    /// Zig packages from elsewhere: where each hash comes from.
    pub locked_packages: BTreeMap<String, String>,
    /// Those of them that are still to be fetched. While there are any, the graph is not whole.
    pub missing: Vec<Package>,
    /// Actions that write Zig files, whose imports are part of the graph.
    pub generated: BTreeSet<ActionId>,
    /// Parts that their own `build.zig` builds.
    pub foreign: Vec<Foreign>,
    /// What `zbuild.lock` says.
    pub locks: Locks,
    /// Whose fault failing actions are.
    pub faults: Faults,
}

/// Something that is built for the user.
#[derive(Debug, Clone)]
pub struct Product {
    /// The member that it belongs to.
    pub member: String,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: ProductKind,
    /// The file, absolute.
    pub path: Utf8PathBuf,
    /// The action that is done when it is there.
    pub action: ActionId,
}

/// How cargo tests a crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrateTests {
    /// The package.
    pub package: String,
    /// Its Cargo.toml, absolute.
    pub manifest: Utf8PathBuf,
    /// Features that are on.
    pub features: Vec<String>,
    /// Whether its default features are on.
    pub default_features: bool,
    /// Whether the release profile is tested.
    pub release: bool,
    /// Whether cargo may not use the network.
    pub offline: bool,
}

/// What a product is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProductKind {
    /// A program.
    Program,
    /// A library to link, or a shared one that a program loads.
    Library,
    /// A C header, or Rust declarations.
    Header,
    /// A program that runs the tests of Zig code and reports each.
    Test,
    /// A program that tests by its exit code alone.
    PlainTest,
}

impl ProductKind {
    /// Whether it is a program that tests.
    #[must_use]
    pub fn is_test(self) -> bool {
        matches!(self, Self::Test | Self::PlainTest)
    }
}

/// Whose fault it is that actions failed, noted by the actions that know.
#[derive(Debug, Clone, Default)]
pub struct Faults(Arc<Mutex<Option<Fault>>>);

impl Faults {
    /// Notes one. The environment's goes before the user's, that before the work's.
    pub fn note(&self, fault: Fault) {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.is_none_or(|known| fault.exit_code() > known.exit_code()) {
            *noted = Some(fault);
        }
    }

    /// The exit code of a build whose actions failed.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        let noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        noted.unwrap_or(Fault::Work).exit_code()
    }
}

/// Makes the graph for all of some wishes, which are [`together`].
///
/// # Errors
/// Everything that is wrong with the wishes, the files and the machine, as far as it can be known
/// before anything runs.
pub fn lower(
    workspace: &Workspace,
    wishes: &[Wish],
    tools: &Tools,
    env: &Environment,
) -> Result<Lowered, Failure> {
    let places = Places::new(&workspace.root, None);
    let mut lowering = Lowering {
        workspace,
        wish: Wish::default(),
        tools,
        env,
        layout: Layout::new(workspace.root.clone()),
        scan: ScanCache::load(&places.scan_cache()),
        graph: GraphBuilder::new(workspace.root.as_std_path()),
        places,
        zig: zig_digest(tools),
        plans: BTreeMap::new(),
        known_crates: BTreeMap::new(),
        scopes: Scopes::default(),
        crates: BTreeMap::new(),
        zig_libraries: BTreeSet::new(),
        options_written: BTreeSet::new(),
        tested_roots: BTreeSet::new(),
        generated_files: FxHashSet::default(),
        generated: BTreeSet::new(),
        publications: Vec::new(),
        left: Vec::new(),
        products: Vec::new(),
        crate_tests: Vec::new(),
        files: Vec::new(),
        optional: Vec::new(),
        manifests: BTreeSet::new(),
        locked: Vec::new(),
        locked_packages: BTreeMap::new(),
        missing: Vec::new(),
        packages: Packages::new(Places::new(&workspace.root, None).packages(), env),
        packages_seen: BTreeSet::new(),
        package_scopes: BTreeMap::new(),
        foreign: Vec::new(),
        surroundings: OnceCell::new(),
        locks: Locks::read(&workspace.root)?,
        warnings: Vec::new(),
        altered: Vec::new(),
        errors: Vec::new(),
        faults: Faults::default(),
    };
    lowering.plan_crates();
    if workspace.root.as_str().contains('\n') && !lowering.plans.is_empty() {
        let message = "the path of the workspace has a line break: crates are built anew each time, and what their \
                       sources say is not known";
        let hint = "cargo has no way to say in a depfile what it read there: rename the folder";
        lowering.warnings.push(Diagnostic::warning(message).hint(hint));
    }
    lowering.declare_pools();
    for wish in wishes {
        if wish.folder_per_target {
            lowering.graph.part(wish.choices.target.clone());
        }
        lowering.grant(wish)?;
    }
    lowering.finish()
}

/// Groups wishes that can be one graph: what ghostbind builds lies in one folder a machine, so that two wishes for one
/// machine follow each other.
#[must_use]
pub fn together(workspace: &Workspace, wishes: &[Wish], tools: &Tools) -> Vec<Vec<Wish>> {
    let mut groups: Vec<(BTreeSet<Utf8PathBuf>, Vec<Wish>)> = Vec::new();
    for wish in wishes {
        let machines = machines(workspace, wish, tools);
        match groups.iter_mut().find(|(taken, _)| taken.is_disjoint(&machines)) {
            Some((taken, group)) => {
                taken.extend(machines);
                group.push(wish.clone());
            }
            None => groups.push((machines, vec![wish.clone()])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// The machines that a wish means, by the folders for them. What is wrong with it is said when it is lowered.
fn machines(workspace: &Workspace, wish: &Wish, tools: &Tools) -> BTreeSet<Utf8PathBuf> {
    let layout = Layout::new(workspace.root.clone());
    let members = workspace.select(wish.project.as_deref()).unwrap_or_default();
    let members = workspace.members_for(members, wish.choices.target.as_deref());
    let settings = members.into_iter().filter_map(|member| {
        let project = member.project();
        setting::resolve(&wish.choices, &workspace.config, project, &tools.host).ok()
    });
    settings.map(|setting| layout.bindings(&setting.target)).collect()
}

/// The folder for outputs, where it is not the usual one: each named target has a folder of its own, so that
/// building one does not take away another.
fn outputs(workspace: &Workspace, members: &[&Member], wish: &Wish) -> Option<Utf8PathBuf> {
    let asked = wish.choices.target.as_ref();
    let named = asked.filter(|name| members.iter().any(|m| workspace.machines(m).find(name).is_some()));
    match (named, &wish.output_dir) {
        (Some(name), None) => Some(Places::new(&workspace.root, None).outputs().join(name)),
        (Some(name), Some(folder)) if wish.folder_per_target => Some(folder.join(name)),
        (_, folder) => folder.clone(),
    }
}

/// The state of lowering.
struct Lowering<'a> {
    workspace: &'a Workspace,
    /// The one of the wishes that is lowered now, and where what it leaves is put.
    wish: Wish,
    tools: &'a Tools,
    env: &'a Environment,
    layout: Layout,
    places: Places,
    scan: ScanCache,
    graph: GraphBuilder,
    /// Identity of the Zig toolchain.
    zig: Digest,
    /// What all projects together ask of crates.
    plans: BTreeMap<Utf8PathBuf, CratePlan>,
    /// What the Cargo.toml of the planned crates say, so that each is read once.
    known_crates: BTreeMap<Utf8PathBuf, CrateManifest>,
    scopes: Scopes,
    /// What crates that are built already were asked for, by their bindings.
    crates: BTreeMap<Utf8PathBuf, Request>,
    /// Zig libraries that are built already.
    zig_libraries: BTreeSet<Utf8PathBuf>,
    options_written: BTreeSet<Utf8PathBuf>,
    /// Roots whose tests are built, and among which intermediate files.
    tested_roots: BTreeSet<(Utf8PathBuf, Utf8PathBuf)>,
    /// Files among the sources that actions write, absolute.
    generated_files: FxHashSet<Utf8PathBuf>,
    /// Those actions that write Zig files.
    generated: BTreeSet<ActionId>,
    publications: Vec<Publication>,
    left: Vec<(String, Utf8PathBuf)>,
    products: Vec<Product>,
    crate_tests: Vec<CrateTests>,
    files: Vec<Utf8PathBuf>,
    optional: Vec<OptionalCrate>,
    manifests: BTreeSet<Utf8PathBuf>,
    locked: Vec<Locked>,
    locked_packages: BTreeMap<String, String>,
    missing: Vec<Package>,
    packages: Packages,
    /// Hashes of those that are as they were fetched.
    packages_seen: BTreeSet<String>,
    /// Scopes of packages, by their folders and the folder for intermediate files.
    package_scopes: BTreeMap<(Utf8PathBuf, Utf8PathBuf), ScopeId>,
    foreign: Vec<Foreign>,
    /// What lies above the workspace and decides what cargo does.
    surroundings: OnceCell<String>,
    locks: Locks,
    warnings: Vec<Diagnostic>,
    altered: Vec<Diagnostic>,
    errors: Vec<Diagnostic>,
    faults: Faults,
}

impl Lowering<'_> {
    fn grant(&mut self, wish: &Wish) -> Result<(), Failure> {
        let workspace = self.workspace;
        let members = workspace.select(wish.project.as_deref())?;
        let members = workspace.members_for(members, wish.choices.target.as_deref());
        let outputs = outputs(workspace, &members, wish);
        self.places =
            Places::new(&workspace.root, outputs.as_deref()).with_archives_on_top(wish.output_dir.is_some());
        self.wish = wish.clone();
        for member in members {
            self.member(member);
        }
        self.add_publications();
        Ok(())
    }

    fn declare_pools(&mut self) {
        let parallel = self.workspace.integration().parallel_builds.as_ref().is_none_or(|p| p.value);
        let depth = if parallel { usize::MAX } else { 1 };
        self.graph.pool(rust::POOL, depth);
        self.graph.pool(foreign::POOL, 1);
    }

    fn member(&mut self, member: &Member) {
        let config = &self.workspace.config;
        let setting = match setting::resolve(&self.wish.choices, config, member.project(), &self.tools.host) {
            Ok(setting) => setting,
            Err(error) => return self.errors.push(error),
        };
        if let Some((config, _)) =
            setting.name.as_ref().and_then(|name| self.workspace.machines(member).find(name))
        {
            self.check_platform_features(&setting, config);
        }
        match &member.kind {
            MemberKind::Project(config, project) => {
                self.project(&Unit::new(
                    &member.name,
                    &member.folder,
                    config.clone(),
                    project.clone(),
                    setting,
                ));
            }
            MemberKind::Crate(manifest) => self.crate_member(member, manifest, setting),
        }
    }

    fn project(&mut self, unit: &Unit) {
        let Some(scope) = self.scope(unit) else { return };
        let project = &unit.project;
        let program = unit.folder.join(PROGRAM_ROOT);
        // A program that nobody may read is not one that is not there.
        if let Err(error) = program.try_exists() {
            let message = format!("cannot look for {PROGRAM_ROOT}: {error}");
            self.errors.push(unit.error_at(&project.name, message).hint(format!("looked for {program}")));
        }
        if let Some(build_zig) = &project.build.build_zig {
            self.foreign_project(unit, scope, build_zig);
        } else if program.is_file() || self.generated_files.contains(&program) {
            let name = project.name.value.as_str();
            let wanted = zig::Wanted { unit, scope, name, root: &program, only: None };
            self.zig_program(&wanted);
            if self.wish.tests {
                self.zig_tests(&wanted, Output::Tests);
            }
        } else {
            self.without_program(unit, scope);
        }
        if self.wish.tests {
            self.module_tests(unit, scope);
        }
        for artifact in &project.artifacts {
            self.artifact(unit, scope, artifact);
        }
    }

    /// Tests of the modules of the workspace that a project names, as far as they have any: a program's tests are
    /// those of its own module alone. Members test themselves.
    fn module_tests(&mut self, unit: &Unit, scope: ScopeId) {
        for module in self.scopes.list[scope].modules.clone() {
            let folder = self.scopes.list[module.scope].unit.folder.clone();
            let of_member =
                module.scope != scope && self.workspace.members.iter().any(|m| m.folder == folder);
            let own_root = module.root.starts_with(&self.workspace.root)
                && !self.tested_roots.contains(&(unit.objects.clone(), module.root.clone()));
            if module.foreign || of_member || !own_root || !self.has_tests(&module.root) {
                continue;
            }
            // A program, a test of `targets` and a module may have one name.
            let taken = unit.project.name.value == module.name
                || unit.project.artifacts.iter().any(|artifact| artifact.name.value == module.name);
            let name = if taken { format!("{}-module", module.name) } else { module.name.clone() };
            let wanted =
                zig::Wanted { unit, scope: module.scope, name: &name, root: &module.root, only: None };
            self.zig_tests(&wanted, Output::Tests);
        }
    }

    fn has_tests(&mut self, root: &Utf8Path) -> bool {
        let files = collect([root], &mut self.scan, &Places::is_output).code;
        files.iter().any(|file| {
            let text = std::fs::read_to_string(file).unwrap_or_default();
            // `test "what"`, `test {`, and `test name {` for the declaration of that name.
            let begins = |line: &str| {
                let rest = line.trim_start().strip_prefix("test")?;
                let named = rest.starts_with([' ', '\t']) && line.trim_end().ends_with('{');
                Some(named || rest.trim_start().starts_with(['"', '{']))
            };
            text.lines().any(|line| begins(line) == Some(true))
        })
    }

    /// A project without a program.
    fn without_program(&mut self, unit: &Unit, scope: ScopeId) {
        let project = &unit.project;
        let name = project.name.value.as_str();
        let root = self.default_root(&unit.folder, name);
        let dependencies = !project.zig_modules.is_empty() || !project.rust_crates.is_empty();
        match &root {
            Ok(root) => {
                self.library_project(unit, scope, Some(root));
                if self.wish.tests {
                    self.zig_tests(&zig::Wanted { unit, scope, name, root, only: None }, Output::Tests);
                }
            }
            Err(_) if dependencies => self.library_project(unit, scope, None),
            Err(error) if unit.project.artifacts.is_empty() && !Self::beside_a_crate(unit) => {
                let message =
                    format!("there is nothing to build: no {PROGRAM_ROOT} and no dependency, and {error}");
                self.errors.push(unit.error_at(&project.name, message));
            }
            Err(_) => {}
        }
        if root.is_err() && Self::beside_a_crate(unit) {
            let file = unit.folder.join("Cargo.toml");
            match CrateManifest::read(&file, &relative_to(&file, &self.env.cwd)) {
                Ok(manifest) => self.crate_project(unit, &manifest),
                Err(error) => self.errors.push(error),
            }
        }
    }

    /// Whether the project's folder is a crate that it does not name as a dependency.
    fn beside_a_crate(unit: &Unit) -> bool {
        let named = |spec: &crate::config::RustCrate| match &spec.source {
            crate::config::CrateSource::Path(path) => unit.path(&path.value) == unit.folder,
            _ => false,
        };
        unit.folder.join("Cargo.toml").is_file() && !unit.project.rust_crates.iter().any(named)
    }

    fn finish(mut self) -> Result<Lowered, Failure> {
        if !self.errors.is_empty() {
            return Err(Failure::usage(each_once(self.errors)));
        }
        self.scan.settle(SystemTime::now());
        self.scan.save(&self.places.scan_cache());
        let graph = self.graph.finish().map_err(|errors| graph_failure(&errors))?;
        Ok(Lowered {
            graph,
            products: self.products,
            outputs: self.places.outputs().to_owned(),
            left: self.left,
            crate_tests: self.crate_tests,
            warnings: each_once(self.warnings),
            altered: self.altered,
            files: self.files,
            optional: self.optional,
            manifests: self.manifests,
            locked: self.locked,
            locked_packages: self.locked_packages,
            missing: self.missing,
            generated: self.generated,
            foreign: self.foreign,
            locks: self.locks,
            faults: self.faults,
        })
    }

    /// A path as command lines have it: relative to the root, where every command runs.
    fn relative(&self, path: &Utf8Path) -> Utf8PathBuf {
        self.layout.relative(path)
    }

    /// A path below the root, whole.
    fn absolute(&self, path: &Utf8Path) -> Utf8PathBuf {
        self.workspace.root.join(path)
    }
}

/// What holds for several wishes is said once.
fn each_once(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut once: Vec<Diagnostic> = Vec::with_capacity(diagnostics.len());
    for diagnostic in diagnostics {
        if !once.contains(&diagnostic) {
            once.push(diagnostic);
        }
    }
    once
}

fn graph_failure(errors: &GraphErrors) -> Failure {
    Failure::usage(errors.0.iter().map(|error| Diagnostic::error(error.to_string())).collect::<Vec<_>>())
}

/// Two Zigs of one version compile alike; a development version names its commit.
fn zig_digest(tools: &Tools) -> Digest {
    Digest::of(format!("zig {}", tools.zig_version).as_bytes())
}
