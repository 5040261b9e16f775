//! One run of `cargo rustc`, told by cargo's own messages.
//!
//! Artifacts are those that cargo names, never guessed. The library carries debug information,
//! whatever the profile says: it is a witness of the interface and is taken out on publishing.

use std::ffi::OsString;

use camino::{Utf8Path, Utf8PathBuf};
use cargo_metadata::Message;
use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel};

use super::package::{network, refused};
use super::{Config, Package};
use crate::error::{BuildError, Fault};
use crate::event::Event;
use crate::layout::{Layout, normalize, relative};
use crate::linker;
use crate::process::{Invocation, Line};
use crate::request::{CrateType, Environment, Request};
use crate::target::Target;
use crate::tools::Tools;

/// How a package is compiled.
#[derive(Debug)]
pub(crate) struct Plan<'a> {
    /// The request.
    pub(crate) request: &'a Request,
    /// The package.
    pub(crate) package: &'a Package,
    /// The machine it is for.
    pub(crate) target: &'a Target,
    /// Whether cargo is told the target: not for the host, whose build scripts then share its flags.
    pub(crate) name_target: bool,
    /// What the package becomes.
    pub(crate) form: Form<'a>,
    /// The folder that cargo runs in: its configuration files are those that hold there.
    pub(crate) folder: &'a Utf8Path,
    /// Settings over those of files.
    pub(crate) settings: &'a [String],
    /// Cargo's profile.
    pub(crate) profile: &'a str,
    /// Cargo's target folder.
    pub(crate) target_dir: Utf8PathBuf,
    /// Packages, beside the library itself, that are to carry debug information.
    pub(crate) debug_packages: &'a [String],
    /// Whether optimisation is left out, so that debug information loses nothing.
    pub(crate) unoptimised: bool,
    /// Cargo's configuration.
    pub(crate) config: &'a Config,
}

/// What a package becomes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Form<'a> {
    /// Libraries of these kinds, never none.
    Libraries(&'a [CrateType]),
    /// Nothing yet, but everything that such libraries depend on; without a kind, what a part of an umbrella does.
    Dependencies(&'a [CrateType]),
    /// A part of an umbrella, whatever kinds it declares.
    Part,
    /// Libraries of these kinds out of parts, with what rustc must be told to find them.
    Umbrella(&'a [CrateType], &'a [String]),
    /// The package's programs, and its library for other Rust crates.
    Programs,
}

impl<'a> Form<'a> {
    fn kinds(self) -> &'a [CrateType] {
        match self {
            Self::Libraries(kinds) | Self::Umbrella(kinds, _) => kinds,
            Self::Dependencies(_) | Self::Part | Self::Programs => &[],
        }
    }

    /// Whether something is linked in the end.
    fn links(self) -> bool {
        match self {
            Self::Programs => true,
            Self::Dependencies(kinds) => Self::Libraries(kinds).links(),
            _ => self.kinds().contains(&CrateType::Cdylib),
        }
    }
}

/// What cargo did.
#[derive(Debug, Default, Clone)]
pub(crate) struct Compiled {
    /// The libraries, by kind, in cargo's target folder.
    pub(crate) libraries: Vec<(CrateType, Utf8PathBuf)>,
    /// What a linker on Windows takes for the shared library.
    pub(crate) import_library: Option<Utf8PathBuf>,
    /// The package's programs by name, where those are built.
    pub(crate) programs: Vec<(String, Utf8PathBuf)>,
    /// The package's library for other Rust crates, where programs are built.
    pub(crate) rlib: Option<Utf8PathBuf>,
    /// The part of an umbrella.
    pub(crate) part: Option<Utf8PathBuf>,
    /// The same package as another part depends on it, which then is the one in the library.
    pub(crate) shared_part: Option<Utf8PathBuf>,
    /// System libraries that the static library needs, as rustc lists them.
    pub(crate) native_libs: Vec<String>,
    /// Everything that was compiled or already was.
    pub(crate) units: Vec<Unit>,
    /// Build scripts that ran or already had.
    pub(crate) build_scripts: Vec<Script>,
    /// Whether the profile asks for debug information.
    pub(crate) debug: bool,
    /// Whether the profile turns `debug_assertions` on.
    pub(crate) debug_assertions: bool,
    /// Switches that build scripts turned on, by cargo's name for the package: `name` or `name="value"`.
    pub(crate) cfgs: Vec<(String, Vec<String>)>,
    /// What rustc was told besides, as far as it decides switches.
    pub(crate) flags: Vec<String>,
    /// Folders in which build scripts say that libraries lie.
    pub(crate) native_folders: Vec<String>,
}

impl Compiled {
    /// Folders in which build scripts say that libraries lie, whatever kind of library.
    pub(crate) fn native_folders(&self) -> impl Iterator<Item = &Utf8Path> {
        self.native_folders.iter().map(|said| match said.split_once('=') {
            Some((kind, folder)) if !kind.contains(['/', '\\']) => Utf8Path::new(folder),
            _ => Utf8Path::new(said),
        })
    }

    /// What the package was made into.
    pub(crate) fn made(&self) -> impl Iterator<Item = &Utf8PathBuf> {
        let libraries = self.libraries.iter().map(|(_, file)| file);
        let programs = self.programs.iter().map(|(_, file)| file);
        libraries.chain(programs).chain(&self.rlib).chain(&self.part)
    }
}

/// A part of a build: one target of one package.
#[derive(Debug, Clone)]
pub(crate) struct Unit {
    /// Cargo's name for the package.
    pub(crate) package: String,
    /// The package's Cargo.toml.
    pub(crate) manifest: Utf8PathBuf,
    /// The crate's name.
    pub(crate) name: String,
    /// What was written.
    pub(crate) files: Vec<Utf8PathBuf>,
    /// The features that are on.
    pub(crate) features: Vec<String>,
    /// Whether it becomes part of the library, as build scripts and macros do not.
    pub(crate) linked: bool,
    /// Whether it carries debug information of types.
    pub(crate) debug: bool,
}

impl Unit {
    /// Whether the package's sources may change: those from a registry or from git do not.
    pub(crate) fn is_local(&self) -> bool {
        self.package.starts_with("path+") || self.package.contains("(path+")
    }
}

/// A build script's traces.
#[derive(Debug, Clone)]
pub(crate) struct Script {
    /// Cargo's name for its package.
    pub(crate) package: String,
    /// The folder that holds what it said.
    pub(crate) folder: Utf8PathBuf,
}

/// Compiles the package.
pub(crate) fn compile(
    env: &Environment,
    tools: &Tools,
    plan: &Plan<'_>,
    events: &mut dyn FnMut(Event),
) -> Result<Compiled, BuildError> {
    let invocation = Invocation::new(&tools.cargo, plan.folder, &tools.vars(env))
        .args(arguments(env, tools, plan))
        .var("CARGO_TARGET_DIR", plan.target_dir.as_str());
    let layout = Layout::new(env.absolute(&plan.request.root));
    let variables = linker::prepare(env, tools, &layout, plan.target, plan.config, plan.form.links())?;
    let invocation =
        variables.into_iter().fold(invocation, |invocation, (name, value)| invocation.var(name, value));
    let invocation = match encoded_flags(env) {
        Some(mut theirs) => {
            theirs.extend(flags(env, tools, plan));
            invocation.var("CARGO_ENCODED_RUSTFLAGS", theirs.join("\x1f"))
        }
        None => invocation,
    };
    let mut reader =
        Reader { env, plan, compiled: Compiled::default(), errors: 0, stderr: String::new(), events };
    let status = env.children.follow(&invocation, &mut |line| reader.line(&line))?;
    let Reader { mut compiled, errors, stderr, .. } = reader;
    compiled.flags = deciding_flags(env, plan);
    if !status.success() {
        return Err(failed(env, plan, errors, &stderr));
    }
    let mut missing =
        plan.form.kinds().iter().find(|kind| !compiled.libraries.iter().any(|(found, _)| found == *kind));
    if plan.request.crate_types.is_empty()
        && !compiled.libraries.is_empty()
        && let Some(kind) = missing.take()
    {
        // Declared, not asked for: cargo leaves it out as well.
        let what = format!("`{}` has no {}: it is left out", plan.target.rust, kind.name());
        events(Event::Warning { message: what + without_shared_libraries(plan.target), hint: None });
    }
    let unmade = match plan.form {
        Form::Part if compiled.part.is_none() => Some("rlib"),
        _ => missing.map(|kind| kind.name()),
    };
    match unmade {
        None => Ok(compiled),
        Some(kind) => Err(BuildError::Cargo {
            message: format!(
                "it named no {kind} for `{}`: the target `{}` has none{}",
                plan.package.name,
                plan.target.rust,
                without_shared_libraries(plan.target)
            ),
            fault: Fault::Usage,
        }),
    }
}

/// What helps where a target has shared libraries after all.
fn without_shared_libraries(target: &Target) -> &'static str {
    if target.abi().starts_with("musl") {
        " as long as it links its C library statically (RUSTFLAGS=-Ctarget-feature=-crt-static changes that)"
    } else {
        ""
    }
}

fn arguments(env: &Environment, tools: &Tools, plan: &Plan<'_>) -> Vec<OsString> {
    let request = plan.request;
    let mut args: Vec<OsString> = Vec::new();
    let mut push = |parts: &[&str]| args.extend(parts.iter().map(OsString::from));
    push(if matches!(plan.form, Form::Programs) { &["build"] } else { &["rustc", "--lib"] });
    push(&["--message-format", "json-diagnostic-rendered-ansi"]);
    push(&["--manifest-path", plan.package.manifest_path.as_str(), "--profile", plan.profile]);
    match plan.form {
        Form::Programs => {}
        Form::Part | Form::Dependencies([]) => push(&["--crate-type", "rlib"]),
        Form::Libraries(kinds) | Form::Dependencies(kinds) | Form::Umbrella(kinds, _) => {
            for kind in kinds {
                push(&["--crate-type", kind.name()]);
            }
        }
    }
    if plan.name_target {
        push(&["--target", &plan.target.rust]);
    }
    for feature in plan.package.wanted_features(request) {
        push(&["--features", feature]);
    }
    if request.all_features {
        push(&["--all-features"]);
    }
    if request.no_default_features {
        push(&["--no-default-features"]);
    }
    if let Some(jobs) = request.jobs {
        push(&["--jobs", &jobs.to_string()]);
    }
    for setting in plan.settings {
        push(&["--config", setting]);
    }
    for package in plan.debug_packages {
        push(&["--config", &format!("profile.{}.package.\"{package}\".debug=2", plan.profile)]);
    }
    if plan.unoptimised {
        for setting in ["opt-level=0", "lto=false", "debug=2"] {
            push(&["--config", &format!("profile.{}.{setting}", plan.profile)]);
        }
    }
    if let (None, Some(config)) = (encoded_flags(env), flags_config(env, tools, plan)) {
        push(&["--config", &config]);
    }
    args.extend(network(request));
    if matches!(plan.form, Form::Programs) {
        return args;
    }
    if matches!(plan.form, Form::Dependencies(_)) {
        // The compiler says this without a look at the source, and cargo takes it for done.
        args.extend(["--", "--print", "crate-name"].map(OsString::from));
        return args;
    }
    let rustc = ["--", "--print", "native-static-libs", "-C", "debuginfo=2", "-C", "strip=none"];
    args.extend(rustc.map(OsString::from));
    // Exports of equal code become one, and debug information describes that one only. As functions
    // that jump to it, all keep their description.
    args.extend(FOLDED.map(OsString::from));
    if let Form::Umbrella(_, found) = plan.form {
        args.extend(found.iter().map(OsString::from));
    }
    args.extend(shared_flags(env, plan).into_iter().flat_map(|flag| ["-C".into(), flag.into()]));
    args
}

const FOLDED: [&str; 4] =
    ["-C", "llvm-args=-mergefunc-use-aliases=false", "-C", "llvm-args=-mergefunc-preserve-debug-info"];

/// A shared library without a name of its own is remembered by the path that it was linked by, which
/// no other folder and no other machine has. ELF only: elsewhere rustc gives it one.
fn shared_flags(env: &Environment, plan: &Plan<'_>) -> Vec<String> {
    // Of systems alone: what is for none has no shared libraries.
    let elf = plan.target.is_elf() && plan.target.system() != "freestanding";
    if !elf || !plan.form.kinds().contains(&CrateType::Cdylib) {
        return Vec::new();
    }
    let mut flags = vec![format!("link-arg=-Wl,-soname,lib{}.so", plan.package.library)];
    let debug = super::profile_setting(env, plan.config, &plan.package.workspace, plan.profile, "debug");
    if debug.map_or(plan.profile == "release", |debug| matches!(debug.as_str(), "false" | "0" | "none")) {
        // A build's identity leads to its debug information, which is not published. It would differ from
        // folder to folder.
        flags.push("link-arg=-Wl,--build-id=none".to_owned());
    }
    flags
}

/// Flags for every crate of the build.
fn flags(env: &Environment, tools: &Tools, plan: &Plan<'_>) -> Vec<String> {
    let cpu = plan.target.rust_cpu.iter();
    let mut flags: Vec<String> = cpu.map(|cpu| format!("-Ctarget-cpu={cpu}")).collect();
    if tools.rustc_is_at_least(SCOPED_REMAPPING) {
        // A panic tells its place. Said from the project's folder it is the same in every folder; messages of
        // the compiler and debug information keep the paths that editors and debuggers open.
        flags.push(format!("--remap-path-prefix={}=.", env.absolute(&plan.request.root)));
        flags.push("--remap-path-scope=macro".to_owned());
    }
    flags
}

/// The first Rust whose `--remap-path-scope` is stable.
const SCOPED_REMAPPING: (u32, u32) = (1, 95);

/// Cargo takes flags from one place only, so ours join those of the place that the user has filled.
fn flags_config(env: &Environment, tools: &Tools, plan: &Plan<'_>) -> Option<String> {
    let flags = flags(env, tools, plan);
    let triple = plan.target.rust.as_str();
    let of_target = plan.config.text(env, &["target", triple, "rustflags"]).is_some();
    let of_build = plan.config.text(env, &["build", "rustflags"]).is_some();
    let key = if of_build && !of_target { "build".to_owned() } else { format!("target.{triple}") };
    let list = toml::Value::Array(flags.iter().map(|flag| flag.as_str().into()).collect());
    (!flags.is_empty()).then(|| format!("{key}.rustflags={list}"))
}

/// What rustc was told that decides switches: by the user's flags, as cargo finds them, and by the profile.
fn deciding_flags(env: &Environment, plan: &Plan<'_>) -> Vec<String> {
    let of_files = || {
        let of_target = plan.config.list(env, &["target", plan.target.rust.as_str(), "rustflags"]);
        if of_target.is_empty() { plan.config.list(env, &["build", "rustflags"]) } else { of_target }
    };
    let theirs = encoded_flags(env).unwrap_or_else(of_files);
    let mut flags = Vec::new();
    let panic = super::profile_setting(env, plan.config, &plan.package.workspace, plan.profile, "panic");
    flags.extend(panic.map(|panic| format!("-Cpanic={panic}")));
    flags.extend(plan.target.rust_cpu.iter().map(|cpu| format!("-Ctarget-cpu={cpu}")));
    let decides = |setting: &str| {
        ["target-feature=", "target-cpu=", "panic="].iter().any(|key| setting.starts_with(key))
    };
    let mut words = theirs.iter().map(String::as_str);
    while let Some(word) = words.next() {
        let (name, value) = match word {
            "--cfg" | "-C" | "--codegen" => (word, words.next().unwrap_or_default()),
            _ => match word.split_once('=') {
                Some((name @ ("--cfg" | "--codegen"), value)) => (name, value),
                _ => match word.strip_prefix("-C") {
                    Some(value) => ("-C", value),
                    None => continue,
                },
            },
        };
        if name == "--cfg" || decides(value) {
            flags.extend([name.to_owned(), value.to_owned()]);
        }
    }
    flags
}

/// The flags of the environment, which win over those of files, one by one.
fn encoded_flags(env: &Environment) -> Option<Vec<String>> {
    let encoded =
        env.var("CARGO_ENCODED_RUSTFLAGS").map(|flags| flags.split('\x1f').map(str::to_owned).collect());
    encoded
        .or_else(|| env.var("RUSTFLAGS").map(|flags| flags.split_whitespace().map(str::to_owned).collect()))
}

struct Reader<'a> {
    env: &'a Environment,
    plan: &'a Plan<'a>,
    compiled: Compiled,
    errors: usize,
    stderr: String,
    events: &'a mut dyn FnMut(Event),
}

impl Reader<'_> {
    fn line(&mut self, line: &Line) {
        match line {
            Line::Err(line) => {
                self.stderr.push_str(line);
                self.stderr.push('\n');
                if line.starts_with("  ") {
                    (self.events)(Event::Cargo { line: line.trim().to_owned() });
                }
            }
            Line::Out(line) => match serde_json::from_str::<Message>(line) {
                Ok(message) => self.message(message),
                // A build script or a wrapper that writes to standard output itself.
                Err(_) => (self.events)(Event::Cargo { line: line.clone() }),
            },
        }
    }

    fn message(&mut self, message: Message) {
        match message {
            Message::CompilerArtifact(artifact) => self.artifact(artifact),
            Message::CompilerMessage(message) => self.diagnostic(&message.message),
            Message::BuildScriptExecuted(script) => {
                let package = script.package_id.repr;
                self.compiled.cfgs.push((package.clone(), script.cfgs));
                self.compiled.native_folders.extend(script.linked_paths.iter().map(ToString::to_string));
                let folder = script.out_dir.parent().map(Utf8Path::to_owned);
                self.compiled.build_scripts.extend(folder.map(|folder| Script { package, folder }));
            }
            _ => {}
        }
    }

    fn artifact(&mut self, artifact: cargo_metadata::Artifact) {
        let ours = artifact.package_id.repr == self.plan.package.id
            && artifact.target.name.replace('-', "_") == self.plan.package.library
            && artifact.filenames.iter().any(|file| kind_of(file).is_some() || is_part(file));
        if ours {
            self.compiled.debug_assertions = artifact.profile.debug_assertions;
            self.compiled.debug =
                !matches!(artifact.profile.debuginfo, cargo_metadata::ArtifactDebuginfo::None);
            let kinds = artifact.filenames.iter().filter_map(|file| Some((kind_of(file)?, file.clone())));
            self.compiled.libraries.extend(kinds.filter(|(kind, _)| self.plan.form.kinds().contains(kind)));
            let import = artifact.filenames.iter().find(|file| is_import_library(file));
            self.compiled.import_library = import.cloned();
            if matches!(self.plan.form, Form::Part) {
                self.compiled.part = artifact.filenames.iter().find(|file| is_part(file)).cloned();
            }
        }
        if matches!(self.plan.form, Form::Programs) && artifact.package_id.repr == self.plan.package.id {
            let program = artifact.executable.clone().filter(|_| artifact.target.is_bin());
            self.compiled.programs.extend(program.map(|file| (artifact.target.name.clone(), file)));
            let rlib = artifact.filenames.iter().find(|file| file.extension() == Some("rlib"));
            self.compiled.rlib = self.compiled.rlib.take().or(rlib.cloned());
        }
        let linked = !artifact.target.is_custom_build() && !artifact.target.is_proc_macro();
        self.compiled.units.push(Unit {
            package: artifact.package_id.repr,
            manifest: artifact.manifest_path,
            name: artifact.target.name.replace('-', "_"),
            files: artifact.filenames,
            features: artifact.features,
            linked,
            debug: matches!(artifact.profile.debuginfo, cargo_metadata::ArtifactDebuginfo::Full),
        });
    }

    fn diagnostic(&mut self, message: &Diagnostic) {
        if let Some(libs) = message.message.strip_prefix("native-static-libs:") {
            self.compiled.native_libs = libs.split_whitespace().map(str::to_owned).collect();
            return;
        }
        if message.message.starts_with("link against the following native artifacts") {
            return;
        }
        let level = match message.level {
            DiagnosticLevel::Error | DiagnosticLevel::Ice => {
                self.errors += 1;
                "error"
            }
            DiagnosticLevel::Warning => "warning",
            _ => "note",
        };
        let rendered = message.rendered.as_deref().unwrap_or(&message.message);
        let rendered = with_places(message, rendered, &self.plan.package.workspace, &self.env.cwd);
        let hint = linker::hint(&rendered);
        (self.events)(Event::Diagnostic { tool: "rustc", level: level.to_owned(), rendered });
        if let Some(hint) = hint {
            let message = format!("a library is not there for `{}`", self.plan.target.rust);
            (self.events)(Event::Warning { message, hint: Some(hint.to_owned()) });
        }
    }
}

/// A message with its places as seen from the current directory: rustc runs in the workspace's
/// folder and names files from there, where no editor would look for them.
fn with_places(message: &Diagnostic, rendered: &str, workspace: &Utf8Path, cwd: &Utf8Path) -> String {
    let mut rendered = rendered.to_owned();
    let mut places: Vec<(String, String)> = Vec::new();
    let mut pending = vec![message];
    while let Some(message) = pending.pop() {
        pending.extend(&message.children);
        for span in message.spans.iter().filter(|span| Utf8Path::new(&span.file_name).is_relative()) {
            let seen = relative(&normalize(&workspace.join(&span.file_name)), cwd);
            let at = |file: &str| format!("{file}:{}:{}", span.line_start, span.column_start);
            places.push((at(&span.file_name), at(seen.as_str())));
        }
    }
    places.sort();
    places.dedup();
    for (theirs, ours) in places.iter().filter(|(theirs, ours)| theirs != ours) {
        // Behind an arrow, coloured or not; never inside a longer path.
        for before in [" ", "m"] {
            rendered = rendered.replace(&format!("{before}{theirs}"), &format!("{before}{ours}"));
        }
    }
    rendered
}

fn is_part(file: &Utf8Path) -> bool {
    file.extension() == Some("rlib")
}

/// The kind of a library by its file's ending. Import libraries (`.dll.a`, `.dll.lib`) are none.
fn kind_of(file: &Utf8Path) -> Option<CrateType> {
    if is_import_library(file) {
        return None;
    }
    match file.extension()? {
        "a" | "lib" => Some(CrateType::Staticlib),
        "so" | "dylib" | "dll" | "wasm" => Some(CrateType::Cdylib),
        _ => None,
    }
}

fn is_import_library(file: &Utf8Path) -> bool {
    file.file_name().is_some_and(|name| name.ends_with(".dll.a") || name.ends_with(".dll.lib"))
}

/// What cargo says before it compiles anything, when the request is wrong.
const REQUEST_WORDS: &[&str] = &[
    "failed to parse manifest",
    "failed to load manifest",
    "failed to select a version",
    "is not defined",
    "does not contain this feature",
    "the lock file",
    "failed to parse lock file",
    "could not parse",
    "invalid value",
    "unexpected argument",
    "could not load Cargo configuration",
];

/// What cargo says where a target has no libraries of any of the kinds asked for.
const NO_SUCH_KIND: &str = "does not support these crate types";

fn failed(env: &Environment, plan: &Plan<'_>, errors: usize, stderr: &str) -> BuildError {
    if errors > 0 {
        return BuildError::Compile { package: plan.package.name.clone() };
    }
    let refusal = refused(env, plan.folder, stderr);
    match refusal {
        BuildError::Cargo { message, .. } if message.contains(NO_SUCH_KIND) => {
            let message = format!("{message}: it has none{}", without_shared_libraries(plan.target));
            BuildError::Cargo { message, fault: Fault::Usage }
        }
        BuildError::Cargo { message, fault: Fault::Usage }
            if !REQUEST_WORDS.iter().any(|words| message.contains(words)) =>
        {
            BuildError::Cargo { message, fault: Fault::Work }
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_by_ending() {
        let check = |name: &str, kind| assert_eq!(kind_of(Utf8Path::new(name)), kind, "{name}");
        check("/t/libcore.a", Some(CrateType::Staticlib));
        check("/t/libcore.so", Some(CrateType::Cdylib));
        check("/t/core.dll", Some(CrateType::Cdylib));
        check("/t/libcore.dll.a", None);
        check("/t/core.dll.lib", None);
        check("/t/core.lib", Some(CrateType::Staticlib));
        check("/t/libcore.rlib", None);
        check("/t/core.wasm", Some(CrateType::Cdylib));
    }
}
