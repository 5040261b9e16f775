//! From a workspace and a wish to actions of the engine. Each kind of thing that can be built has its
//! rule, a module here; what they share is in `Lowering`.
//!
//! Nothing is built here and no process is started: the graph of a project that nothing changed in is
//! made anew in each build, in less time than it takes to read a log about it.

mod check;
mod places;
mod response;
mod rust;
mod zig;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use camino::{Utf8Path, Utf8PathBuf};
use ghostbind::layout::Layout;
use ghostbind::tools::Tools;
use ghostbind::{Environment, Fault};
use zbuild_engine::{ActionId, Digest, Graph, GraphBuilder, GraphErrors};

pub use places::{Places, STATE_FOLDER};

use crate::config::{Config, CrateType, Project};
use crate::diagnostic::Diagnostic;
use crate::failure::Failure;
use crate::project::{Member, MemberKind, Workspace};
use crate::setting::{self, Choices, Setting};
use ghostbind::zig::sources::ScanCache;
use rust::RustLibrary;

/// What is wanted.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// Which member; all without one.
    pub project: Option<String>,
    /// For which machine and how.
    pub choices: Choices,
    /// A folder for the outputs instead of `zig-out`, absolute.
    pub output_dir: Option<Utf8PathBuf>,
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
    /// Crates that cargo can test, if tests are wanted.
    pub crate_tests: Vec<CrateTests>,
    /// What was noticed on the way.
    pub warnings: Vec<Diagnostic>,
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
    /// A program that tests.
    Test,
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

/// Makes the graph for a wish.
///
/// # Errors
/// Everything that is wrong with the wish, the files and the machine, as far as it can be known
/// before anything runs.
pub fn lower(
    workspace: &Workspace,
    wish: &Wish,
    tools: &Tools,
    env: &Environment,
) -> Result<Lowered, Failure> {
    let members = workspace.select(wish.project.as_deref())?;
    let places = Places::new(&workspace.root, wish.output_dir.as_deref());
    let mut lowering = Lowering {
        workspace,
        wish,
        tools,
        env,
        layout: Layout::new(workspace.root.clone()),
        scan: ScanCache::load(&places.scan_cache()),
        graph: GraphBuilder::new(workspace.root.as_std_path()),
        places,
        zig: zig_digest(tools),
        crates: BTreeMap::new(),
        products: Vec::new(),
        crate_tests: Vec::new(),
        warnings: Vec::new(),
        errors: Vec::new(),
        faults: Faults::default(),
    };
    lowering.declare_pools();
    for member in members {
        lowering.member(member);
    }
    lowering.finish()
}

/// The state of lowering one wish.
struct Lowering<'a> {
    workspace: &'a Workspace,
    wish: &'a Wish,
    tools: &'a Tools,
    env: &'a Environment,
    layout: Layout,
    places: Places,
    scan: ScanCache,
    graph: GraphBuilder,
    /// Identity of the Zig toolchain.
    zig: Digest,
    /// Crates that are built already, by the library they leave.
    crates: BTreeMap<Utf8PathBuf, RustLibrary>,
    products: Vec<Product>,
    crate_tests: Vec<CrateTests>,
    warnings: Vec<Diagnostic>,
    errors: Vec<Diagnostic>,
    faults: Faults,
}

/// One project while it is lowered.
struct Unit<'a> {
    member: &'a Member,
    config: &'a Config,
    project: &'a Project,
    setting: Setting,
    /// Folder for intermediate files of this project and setting, relative to the root.
    objects: Utf8PathBuf,
}

impl<'a> Lowering<'a> {
    fn declare_pools(&mut self) {
        let parallel = self.workspace.integration().parallel_builds.as_ref().is_none_or(|p| p.value);
        let depth = if parallel { usize::MAX } else { 1 };
        self.graph.pool(rust::POOL, depth);
    }

    fn member(&mut self, member: &'a Member) {
        match &member.kind {
            MemberKind::Project(config, project) => {
                let setting = setting::resolve(
                    &self.wish.choices,
                    &self.workspace.config,
                    Some((config, project)),
                    &self.tools.host,
                );
                let setting = match setting {
                    Ok(setting) => setting,
                    Err(error) => return self.errors.push(error),
                };
                let objects = Places::objects(&setting, &member.name);
                let unit = Unit { member, config, project, setting, objects };
                self.project(&unit);
            }
            MemberKind::Crate(_) => {
                let message = format!(
                    "`{}` has only a Cargo.toml; building such a member is not supported yet",
                    member.name
                );
                self.errors
                    .push(Diagnostic::error(message).hint("give it a zbuild.json, or build it with cargo"));
            }
        }
    }

    fn project(&mut self, unit: &Unit<'_>) {
        self.unsupported(unit);
        let libraries: Vec<RustLibrary> =
            unit.project.rust_crates.iter().filter_map(|spec| self.rust_crate(unit, spec)).collect();
        self.one_archive(unit, &libraries);
        self.zig_program(unit, &libraries);
    }

    /// More than one Rust archive in a program may link silently wrong, so it is refused.
    fn one_archive(&mut self, unit: &Unit<'_>, libraries: &[RustLibrary]) {
        let archives = libraries.iter().filter(|l| l.kind == CrateType::Staticlib);
        for library in archives.skip(1) {
            let spec = unit.project.rust_crates.iter().find(|spec| spec.name.value == library.name);
            let Some(spec) = spec else { continue };
            let message = format!(
                "`{}` is a second static Rust library in one program: each brings Rust's runtime with it, and \
                 the two may link without an error and still share what they must not",
                library.name
            );
            let hint = "set \"crate_type\": \"cdylib\" for all but one, or make one crate that exports both";
            self.errors.push(unit.config.error_at(&spec.name, message).hint(hint));
        }
    }

    /// Keys whose feature is not built yet are refused, not ignored.
    fn unsupported(&mut self, unit: &Unit<'_>) {
        let project = unit.project;
        let keys = (project.zig_modules.iter().map(|m| (&m.name, "zig_modules")))
            .chain(project.c_sources.iter().map(|c| (&c.name, "c_sources")))
            .chain(project.zig_packages.iter().map(|p| (&p.name, "zig_packages")))
            .chain(project.artifacts.iter().map(|a| (&a.name, "targets with `kind`")))
            .chain(project.build.build_zig.iter().map(|b| (b, "build_zig")));
        for (value, key) in keys {
            self.errors.push(unit.config.error_at(value, format!("{key} are not supported yet")));
        }
    }

    fn finish(mut self) -> Result<Lowered, Failure> {
        if !self.errors.is_empty() {
            return Err(Failure::usage(self.errors));
        }
        self.scan.settle(SystemTime::now());
        self.scan.save(&self.places.scan_cache());
        let graph = self.graph.finish().map_err(|errors| graph_failure(&errors))?;
        Ok(Lowered {
            graph,
            products: self.products,
            crate_tests: self.crate_tests,
            warnings: self.warnings,
            faults: self.faults,
        })
    }

    /// A path as command lines have it: relative to the root, where every command runs.
    fn relative(&self, path: &Utf8Path) -> Utf8PathBuf {
        self.layout.relative(path)
    }
}

fn graph_failure(errors: &GraphErrors) -> Failure {
    Failure::usage(errors.0.iter().map(|error| Diagnostic::error(error.to_string())).collect::<Vec<_>>())
}

/// Two Zigs of one version compile alike; a development version names its commit.
fn zig_digest(tools: &Tools) -> Digest {
    Digest::of(format!("zig {}", tools.zig_version).as_bytes())
}
