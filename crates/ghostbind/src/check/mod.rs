//! Holds what one side of a boundary declares against what the other side really is.
//!
//! The Rust side is a crate that is built (its interface then comes from the library itself) or
//! plain source; the other side is Zig source or a C header. Both directions are looked at: what
//! Zig declares of Rust, and what Rust's `extern` blocks declare of Zig.

mod baseline;
mod header;
mod sources;

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};
use ghost_abi::compare::{Mismatch, Missing, Options, Severity, compare};
use ghost_abi::model::{Interface, Location, Repr, Type, TypeKind};
use ghost_abi::source::{Hidden, HiddenReason, Language, SourceProblem, SourceView};
use ghost_abi::{rust_source, zig_source};

use crate::build::build;
use crate::built::Built;
use crate::error::BuildError;
use crate::event::Event;
use crate::layout::{Layout, relative};
use crate::request::{Environment, Request};
use crate::target::{self, Target};
use crate::tools;

pub use baseline::{Change, Verdict};

/// What is to be checked.
#[derive(Debug, Clone, Default)]
pub struct Check {
    /// A crate to build. Its library says what it really offers.
    pub krate: Option<Request>,
    /// Rust, Zig and C files, and folders that hold them.
    pub paths: Vec<Utf8PathBuf>,
    /// An interface that an earlier build left, to hold the crate's against.
    pub baseline: Option<Utf8PathBuf>,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Report {
    /// Disagreements, ordered by place. Paths are relative to the current directory where that is
    /// shorter.
    pub findings: Vec<Mismatch>,
    /// Text that could not be understood, and was left out.
    pub problems: Vec<SourceProblem>,
    /// What became of the interface since the baseline.
    pub change: Option<Change>,
    /// How many files of the declaring side were read.
    pub files: usize,
}

impl Report {
    /// Number of findings of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// Whether something is proven to be wrong.
    pub fn fails(&self) -> bool {
        self.count(Severity::Error) > 0
            || self.change.as_ref().is_some_and(|c| c.verdict == Verdict::Breaking)
    }
}

/// The Rust side.
struct RustSide {
    view: SourceView,
    /// What a built library offers, if there is one.
    library: Option<Interface>,
    /// What that library takes from elsewhere.
    taken: Option<BTreeSet<String>>,
}

/// Checks.
pub fn check(what: &Check, env: &Environment, events: &mut dyn FnMut(Event)) -> Result<Report, BuildError> {
    let files = sources::collect(env, &what.paths)?;
    let built = what.krate.as_ref().map(|request| build(request, env, events)).transpose()?;
    let target = target_of(what, env, built.as_ref())?;
    let rust = rust_side(what, env, &files, built.as_ref(), &target)?;
    let zig_files = files.zig.iter().map(sources::File::as_source).collect::<Vec<_>>();
    let zig = zig_source::read("zig", &zig_files, &target.machine());
    named_files_were_read(what, env, rust.view.problems.iter().chain(&zig.problems))?;
    let mut report = Report { files: files.zig.len() + files.headers.len(), ..Report::default() };
    forward(&rust, &zig, &files, &mut report);
    backward(&rust, &zig, &files, &mut report);
    headers(what, env, &files, &rust, &target, &mut report)?;
    if let Some(baseline) = &what.baseline {
        let now = rust.library.as_ref().unwrap_or(&rust.view.exports);
        report.change = Some(baseline::compare_with(&env.absolute(baseline), now)?);
    }
    report.problems.extend(rust.view.problems);
    report.problems.extend(zig.problems);
    report.findings.sort_by(|a, b| a.location.cmp(&b.location));
    let root = what.krate.as_ref().map_or_else(|| env.cwd.clone(), |request| env.absolute(&request.root));
    shorten(&mut report, &root, &env.cwd);
    Ok(report)
}

/// A file that somebody names and that is no Zig or no Rust must not pass for one without faults. In folders there may
/// be anything.
fn named_files_were_read<'p>(
    what: &Check,
    env: &Environment,
    mut problems: impl Iterator<Item = &'p SourceProblem>,
) -> Result<(), BuildError> {
    let named: Vec<Utf8PathBuf> = what.paths.iter().map(|path| env.absolute(path)).collect();
    let unread = problems.find(|problem| named.iter().any(|path| *path == problem.location.file));
    let Some(SourceProblem { location, message }) = unread else { return Ok(()) };
    let place = relative(Utf8Path::new(&location.file), &env.cwd);
    let teller = if place.extension() == Some("rs") { "rustc" } else { "zig ast-check" };
    Err(BuildError::Request {
        what: format!("{place}:{}:{}: {message}", location.line, location.column),
        hint: Some(format!("it was not checked: `{teller}` says what is wrong with it")),
    })
}

fn target_of(what: &Check, env: &Environment, built: Option<&Built>) -> Result<Target, BuildError> {
    let rust = match built {
        Some(built) => built.manifest.targets.rust.clone(),
        None => tools::host(env)?,
    };
    let asked = what.krate.as_ref().and_then(|request| request.zig_target.as_deref());
    Ok(target::resolve(asked, Some(&rust), &rust)?)
}

fn rust_side(
    what: &Check,
    env: &Environment,
    files: &sources::Files,
    built: Option<&Built>,
    target: &Target,
) -> Result<RustSide, BuildError> {
    let Some((request, built)) = what.krate.as_ref().zip(built) else {
        let texts: Vec<_> = files.rust.iter().map(sources::File::as_source).collect();
        let view = rust_source::read("rust", &texts, &target.machine());
        return Ok(RustSide { view, library: None, taken: None });
    };
    let layout = Layout::new(env.absolute(&request.root));
    let path = layout.root().join(&built.manifest.interface.path);
    let mut library = baseline::read(&path)?;
    // The bodies are evidence, too: what may be null, what is written to.
    let own = sources::of_crate(&layout, built);
    let texts: Vec<_> = own.iter().map(sources::File::as_source).collect();
    let mut view = rust_source::read(&library.name, &texts, &target.machine());
    let left_out =
        view.exports.functions.iter().filter(|function| library.function(&function.symbol).is_none());
    let left_out: Vec<Hidden> =
        left_out.map(|f| Hidden { function: f.clone(), reason: HiddenReason::LeftOut }).collect();
    view.facts.hidden.extend(left_out);
    show_insides(&mut library, &view.exports);
    Ok(RustSide { view, library: Some(library), taken: sources::taken(&layout, built) })
}

/// A library says nothing of what stands only behind pointers and promises no layout. Whoever spells it out
/// on the other side has it wrong, and only the source can tell.
fn show_insides(library: &mut Interface, source: &Interface) {
    let opaque = library.types.values().filter(|definition| matches!(definition.kind, TypeKind::Opaque));
    let native = opaque.filter_map(|definition| match &source.types.get(&definition.name)?.kind {
        TypeKind::Struct(r) | TypeKind::Union(r) if r.repr == Repr::Native => Some(definition.name.clone()),
        _ => None,
    });
    let mut pending: Vec<String> = native.collect();
    while let Some(name) = pending.pop() {
        let Some(shown) = source.types.get(&name) else { continue };
        if let TypeKind::Struct(record) | TypeKind::Union(record) = &shown.kind {
            let named = record.fields.iter().filter_map(|field| match &field.ty {
                Type::Named(name) if !library.types.contains_key(name) => Some(name.clone()),
                _ => None,
            });
            pending.extend(named);
        }
        library.types.insert(name, shown.clone());
    }
}

/// What Zig declares against what Rust offers.
fn forward(rust: &RustSide, zig: &SourceView, files: &sources::Files, report: &mut Report) {
    let actual = rust.library.as_ref().unwrap_or(&rust.view.exports);
    let mut declared = zig.imports.clone();
    declared.functions.retain(|f| actual.function(&f.symbol).is_some() || !files.define(&f.symbol));
    declared.statics.retain(|s| actual.static_(&s.symbol).is_some() || !files.define(&s.symbol));
    let elsewhere = elsewhere(&declared, actual);
    let options = Options {
        expected_facts: Some(&zig.facts),
        actual_facts: Some(&rust.view.facts),
        missing: Missing::Only(&elsewhere),
        ..Options::new(Language::Zig, Language::Rust)
    };
    report.findings.extend(compare(&declared, actual, &options));
}

/// What Rust declares against what Zig offers.
fn backward(rust: &RustSide, zig: &SourceView, files: &sources::Files, report: &mut Report) {
    let offered = !zig.exports.functions.is_empty() || !zig.exports.statics.is_empty();
    if !offered {
        return;
    }
    // A declaration that a feature takes out, or that nobody calls, asks nothing of anybody.
    let wanted = |symbol: &str| rust.taken.as_ref().is_none_or(|taken| taken.contains(symbol));
    let mut declared = rust.view.imports.clone();
    declared.functions.retain(|f| {
        zig.exports.function(&f.symbol).is_some() || wanted(&f.symbol) && !files.define(&f.symbol)
    });
    declared.statics.retain(|s| {
        zig.exports.static_(&s.symbol).is_some() || wanted(&s.symbol) && !files.define(&s.symbol)
    });
    let elsewhere = elsewhere(&declared, &zig.exports);
    let options = Options {
        expected_facts: Some(&rust.view.facts),
        actual_facts: Some(&zig.facts),
        missing: Missing::Only(&elsewhere),
        ..Options::new(Language::Rust, Language::Zig)
    };
    report.findings.extend(compare(&declared, &zig.exports, &options));
}

/// Declared symbols that another library may bring: those that share no first word with anything
/// that this side offers. `core_reset` belongs to the library of `core_create`; `SDL_Init` does not.
fn elsewhere<'a>(declared: &'a Interface, offered: &Interface) -> Vec<&'a str> {
    let word = |symbol: &str| symbol.split('_').find(|part| !part.is_empty()).unwrap_or(symbol).to_owned();
    let functions = offered.functions.iter().map(|function| word(&function.symbol));
    let words: BTreeSet<String> = functions
        .chain(offered.statics.iter().map(|variable| word(&variable.symbol)))
        .chain([word(&offered.name)])
        .collect();
    // With nothing offered there is nothing to tell by: then everything is expected here.
    let nothing = offered.functions.is_empty() && offered.statics.is_empty();
    let symbols = declared.functions.iter().map(|function| function.symbol.as_str());
    let symbols = symbols.chain(declared.statics.iter().map(|variable| variable.symbol.as_str()));
    symbols.filter(|symbol| !nothing && !words.contains(&word(symbol))).collect()
}

fn headers(
    what: &Check,
    env: &Environment,
    files: &sources::Files,
    rust: &RustSide,
    target: &Target,
    report: &mut Report,
) -> Result<(), BuildError> {
    if files.headers.is_empty() {
        return Ok(());
    }
    let actual = rust.library.as_ref().unwrap_or(&rust.view.exports);
    let folder = what.krate.as_ref().map_or_else(
        || env.cwd.clone(),
        |request| {
            request.manifest_path.parent().map_or_else(|| env.cwd.clone(), |folder| env.absolute(folder))
        },
    );
    let folder = if folder.is_dir() { folder } else { env.cwd.clone() };
    let tools = tools::find_unremembered(env, &folder)?;
    for header in &files.headers {
        let expected = header::read(env, &tools, target, header, actual)?;
        let options = Options {
            actual_facts: Some(&rust.view.facts),
            missing: Missing::Elsewhere,
            ..Options::new(Language::C, Language::Rust)
        };
        report.findings.extend(compare(&expected, actual, &options));
    }
    Ok(())
}

/// Makes paths of the project relative to the current directory.
fn shorten(report: &mut Report, root: &Utf8Path, cwd: &Utf8Path) {
    let shorten = |location: &mut Location| {
        let path = Utf8Path::new(&location.file);
        let whole = if path.is_absolute() { path.to_owned() } else { root.join(path) };
        if whole.exists() {
            let near = relative(&whole, cwd);
            location.file =
                if near.starts_with("../../..") { whole.into_string() } else { near.into_string() };
        }
    };
    for finding in &mut report.findings {
        finding.evidence = finding.evidence.replace(&format!("{cwd}/"), "");
        finding.location.iter_mut().for_each(shorten);
        finding.peer.iter_mut().for_each(shorten);
    }
    report.problems.iter_mut().for_each(|problem| shorten(&mut problem.location));
}
