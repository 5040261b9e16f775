//! The rule that holds a project's own `extern` declarations against what its libraries really offer, and what those
//! libraries declare in turn against what the project's code and the other libraries offer.
//!
//! It runs beside the compiler, and no program is published before both are done: a proven mismatch
//! would otherwise be met at run time. What is only suspected is said and stops nothing.

use std::fmt::Write;
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use ghost_abi::Interface;
use ghost_abi::compare::{Mismatch, Options, Severity, compare};
use ghost_abi::model::{Location, Machine};
use ghost_abi::source::{Language, SourceFile, SourceView};
use zbuild_engine::{Action, Call, CallOutput};

use super::Lowering;
use super::scope::Links;
use super::unit::Unit;
use ghostbind::zig::sources::Sources;

/// Version of what the check looks for: a new one checks everything again.
const FORM: &str = "3";

impl Lowering<'_> {
    /// Adds the check of what `sources` declare, and gives its name. `purpose` tells the checks of one
    /// project apart.
    pub(super) fn check(
        &mut self,
        unit: &Unit,
        purpose: &str,
        sources: &Sources,
        links: &Links,
    ) -> Option<String> {
        let libraries = links.interfaces();
        if libraries.is_empty() {
            return None;
        }
        let stamp = unit.objects.join(format!("{purpose}.checked"));
        let check = Check {
            root: self.workspace.root.clone(),
            stamp: self.workspace.root.join(&stamp),
            name: unit.project.name.value.clone(),
            machine: unit.setting.target.machine(),
            sources: sources.code.iter().map(|path| (self.relative(path), path.clone())).collect(),
            only_these: links.all_have_interfaces(),
            interfaces: libraries.clone(),
        };
        let name = format!("check:{stamp}");
        let action = Action::call(
            name.clone(),
            Call::new("check", format!("{FORM} {:?} {}", check.machine, check.only_these), move |_| {
                check.run()
            }),
        )
        .description(format!("bindings of {}", unit.project.name.value))
        .inputs(sources.code.iter().map(|path| path.as_std_path()))
        .inputs(libraries.iter().map(|(_, interface)| interface.as_std_path()))
        .output(stamp.as_std_path());
        self.graph.add(action);
        Some(name)
    }
}

struct Check {
    root: Utf8PathBuf,
    stamp: Utf8PathBuf,
    name: String,
    machine: Machine,
    /// Zig files: as they are shown, and where they are.
    sources: Vec<(Utf8PathBuf, Utf8PathBuf)>,
    /// Libraries by name, with their interfaces.
    interfaces: Vec<(String, Utf8PathBuf)>,
    /// Whether nothing is linked that has no interface. What C defines may be called almost as something of Rust is:
    /// then only the linker knows what is missing.
    only_these: bool,
}

impl Check {
    fn run(&self) -> Result<CallOutput, String> {
        let libraries = self.interfaces.iter().map(|(name, path)| Ok((name.as_str(), read(path)?)));
        let libraries: Vec<(&str, Interface)> = libraries.collect::<Result<_, String>>()?;
        let mut report = String::new();
        let mut failed = shared_symbols(&libraries, &mut report);
        let declared = self.declared()?;
        let forward =
            libraries.iter().flat_map(|(_, library)| self.mismatches(&declared, library, &libraries));
        let backward = libraries.iter().flat_map(|(_, library)| needed(library, &declared, &libraries));
        for mismatch in forward.chain(backward) {
            failed |= mismatch.severity == Severity::Error;
            say(&mismatch, &mut report);
        }
        if failed {
            return Err(report.trim_end().to_owned());
        }
        fs::write(&self.stamp, "").map_err(|error| format!("cannot write {}: {error}", self.stamp))?;
        Ok(CallOutput { message: report.into_bytes(), ..CallOutput::default() })
    }

    /// Compares with one library what is declared and not offered by another one.
    fn mismatches(
        &self,
        declared: &SourceView,
        library: &Interface,
        all: &[(&str, Interface)],
    ) -> Vec<Mismatch> {
        let offers =
            |l: &Interface, symbol: &str| l.function(symbol).is_some() || l.static_(symbol).is_some();
        let compared = |symbol: &str| {
            offers(library, symbol)
                || (self.only_these && !all.iter().any(|(_, other)| offers(other, symbol)))
        };
        let mut expected = declared.imports.clone();
        expected.functions.retain(|f| compared(&f.symbol));
        expected.statics.retain(|s| compared(&s.symbol));
        let options =
            Options { expected_facts: Some(&declared.facts), ..Options::new(Language::Zig, Language::Rust) };
        compare(&expected, library, &options)
    }

    /// What the project's own files declare.
    fn declared(&self) -> Result<SourceView, String> {
        let texts: Vec<(&Utf8Path, String)> = self
            .sources
            .iter()
            .map(|(shown, path)| match fs::read(path) {
                Ok(bytes) => Ok((shown.as_path(), String::from_utf8_lossy(&bytes).into_owned())),
                Err(error) => Err(format!("cannot read {}: {error}", relative(path, &self.root))),
            })
            .collect::<Result<_, String>>()?;
        let files: Vec<SourceFile<'_>> =
            texts.iter().map(|(path, text)| SourceFile { path: path.as_str(), text }).collect();
        Ok(ghost_abi::zig_source::read(&self.name, &files, &self.machine))
    }
}

/// What a Rust library declares of whoever links it, against the project's own code and the other libraries. What
/// nobody here offers is for the linker to find.
fn needed(library: &Interface, declared: &SourceView, all: &[(&str, Interface)]) -> Vec<Mismatch> {
    let Some(needs) = library.needs.as_deref() else { return Vec::new() };
    let own = Options { actual_facts: Some(&declared.facts), ..Options::new(Language::Rust, Language::Zig) };
    let mut found = compare(needs, &declared.exports, &own);
    for (_, other) in all.iter().filter(|(name, _)| *name != library.name) {
        found.extend(compare(needs, other, &Options::new(Language::Rust, Language::Rust)));
    }
    found
}

fn relative<'a>(path: &'a Utf8Path, root: &Utf8Path) -> &'a Utf8Path {
    path.strip_prefix(root).unwrap_or(path)
}

fn read(path: &Utf8Path) -> Result<Interface, String> {
    let text = fs::read(path).map_err(|error| format!("cannot read {path}: {error}"))?;
    serde_json::from_slice(&text).map_err(|error| format!("cannot read the interface {path}: {error}"))
}

/// Two libraries that export one symbol: the linker would take either. Whether there are any.
fn shared_symbols(libraries: &[(&str, Interface)], report: &mut String) -> bool {
    let mut any = false;
    for (index, (name, library)) in libraries.iter().enumerate() {
        for (other_name, other) in &libraries[..index] {
            for (symbol, at) in symbols(library) {
                let Some((_, other_at)) = symbols(other).find(|(theirs, _)| *theirs == symbol) else {
                    continue;
                };
                any = true;
                let _infallible = writeln!(
                    report,
                    "error: the libraries `{other_name}` and `{name}` both export `{symbol}`: {} and {}\n  \
                     hint: rename one of them; a program can have one thing of a name",
                    place(other_at, other_name),
                    place(at, name),
                );
            }
        }
    }
    any
}

fn place(location: Option<&Location>, crate_name: &str) -> String {
    location.map_or_else(|| format!("somewhere in {crate_name}"), |l| format!("{}:{}", l.file, l.line))
}

fn symbols(library: &Interface) -> impl Iterator<Item = (&str, Option<&Location>)> {
    let functions = library.functions.iter().map(|f| (f.symbol.as_str(), f.location.as_ref()));
    functions.chain(library.statics.iter().map(|s| (s.symbol.as_str(), s.location.as_ref())))
}

/// `file:line:column: error: message`, then the other place, the evidence and the remedy.
fn say(mismatch: &Mismatch, report: &mut String) {
    let severity = match mismatch.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => return,
    };
    if let Some(at) = &mismatch.location {
        let _infallible = write!(report, "{}:{}:{}: ", at.file, at.line, at.column);
    }
    let _infallible = writeln!(report, "{severity}: {} [{}]", mismatch.message, mismatch.class.id());
    if let Some(peer) = &mismatch.peer {
        let _infallible = writeln!(report, "  the other side: {}:{}", peer.file, peer.line);
    }
    let _infallible = writeln!(report, "  {}", mismatch.evidence);
    if let Some(fix) = &mismatch.fix {
        let _infallible = writeln!(report, "  hint: {fix}");
    }
}
