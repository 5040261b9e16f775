//! The crate's interface from its three witnesses, and the texts written from it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use ghost_abi::debug_info::read_debug_info;
use ghost_abi::emit::{self, AddressOnly};
use ghost_abi::merge::{Merged, Witnesses, merge};
use ghost_abi::model::{Interface, Machine, Repr, TypeKind};
use ghost_abi::rust_source::{Cfg, CrateFile, Offers, read_crates};
use ghost_abi::source::{LeftOut, SourceFile, SourceProblem, SourceView};
use ghost_abi::symbols::{Kind, Symbol, SymbolTable};

use crate::binary::Binary;
use crate::cargo::{Compiled, Package, exporting_packages, is_generated, owner, rust_sources};
use crate::cbindgen::Wishes;
use crate::error::BuildError;
use crate::event::Event;
use crate::layout::Layout;
use crate::manifest::{Export, ExportKind};
use crate::process::Invocation;
use crate::request::Environment;
use crate::target::Target;
use crate::tools::Tools;

/// What the witnesses gave.
#[derive(Debug)]
pub(crate) struct Reading {
    /// What is known.
    pub(crate) merged: Merged,
    /// Every export.
    pub(crate) exports: Vec<Export>,
    /// Exports that debug information does not describe.
    pub(crate) without_debug: BTreeSet<String>,
    /// Sources that could not be read.
    pub(crate) problems: Vec<SourceProblem>,
    /// Constants that are not offered.
    pub(crate) left_out: Vec<LeftOut>,
}

/// A switch that is on, with its value.
type Switch = (String, Option<String>);

/// Everything that reading needs to know.
pub(crate) struct Reader<'a> {
    pub(crate) env: &'a Environment,
    pub(crate) tools: &'a Tools,
    pub(crate) layout: &'a Layout,
    pub(crate) target: &'a Target,
    pub(crate) package: &'a Package,
}

impl Reader<'_> {
    /// Reads the interface of a library, and of what was compiled for it.
    pub(crate) fn read(&self, library: &Binary, compiled: &Compiled) -> Result<Reading, BuildError> {
        let Binary { path, bytes, symbols } = library;
        let exports = exports(symbols);
        if exports.is_empty() {
            return Err(BuildError::NoExports { name: self.package.library.clone() });
        }
        let wanted: BTreeSet<String> = exports.iter().map(|export| export.symbol.clone()).collect();
        let debug = read_debug_info(bytes, &wanted, symbols.machine)
            .map_err(|error| BuildError::Interface { what: path.to_string(), source: Box::new(error) })?;
        let described = |symbol: &String| debug.function(symbol).is_some() || debug.static_(symbol).is_some();
        let without_debug: BTreeSet<String> =
            wanted.iter().filter(|symbol| !described(symbol)).cloned().collect();
        let mut source = self.source(compiled, &[], symbols.machine)?;
        // An export of a dependency has its documentation and its parameters' names there.
        let declared =
            |s: &String| source.exports.function(s).is_some() || source.exports.static_(s).is_some();
        if !wanted.iter().all(declared) {
            let others = exporting_packages(self.package, compiled);
            if !others.is_empty() {
                source = self.source(compiled, &others, symbols.machine)?;
            }
        }
        let mut merged = merge(&Witnesses {
            name: &self.package.library,
            symbols,
            debug: Some(&debug),
            source: Some(&source.exports),
            hidden: &source.facts.hidden,
        });
        let needs = source.imports;
        if !(needs.functions.is_empty() && needs.statics.is_empty()) {
            merged.interface.needs = Some(Box::new(needs));
        }
        let left_out = source.facts.left_out;
        Ok(Reading { merged, exports, without_debug, problems: source.problems, left_out })
    }

    fn source(
        &self,
        compiled: &Compiled,
        others: &[String],
        machine: Machine,
    ) -> Result<SourceView, BuildError> {
        let switches = self.switches(compiled)?;
        let mut cfgs: BTreeMap<&str, Cfg> = BTreeMap::new();
        let mut read: Vec<(Utf8PathBuf, String, String)> = Vec::new();
        for path in rust_sources(compiled, others) {
            let path = self.package.workspace.join(path);
            // Not a file of text, or gone since: debug information has to do.
            if let Ok(text) = fs::read_to_string(&path) {
                let shown = self.shown(&path);
                read.push((path, shown, text));
            }
        }
        let package_of =
            |path: &Utf8Path| owner(compiled, path).map_or(self.package.id.as_str(), |unit| &unit.package);
        for (path, ..) in &read {
            let package = package_of(path);
            cfgs.entry(package).or_insert_with(|| cfg(compiled, switches.as_deref(), package));
        }
        let files: Vec<CrateFile<'_>> = read
            .iter()
            .map(|(path, shown, text)| {
                let package = package_of(path);
                let file = SourceFile { path: shown, text };
                let generated = is_generated(compiled, path);
                let library = compiled.units.iter().find(|unit| unit.linked && unit.package == package);
                let krate = library.filter(|_| !generated).map_or("", |unit| unit.name.as_str());
                let own = package == self.package.id && !generated;
                let offers = if own { Offers::All } else { Offers::AllButConstants };
                CrateFile { file, krate, cfg: &cfgs[package], offers }
            })
            .collect();
        Ok(read_crates(&self.package.library, &files, &machine))
    }

    /// A source's name in locations: relative to the project; a registry's by package and version.
    fn shown(&self, path: &Utf8Path) -> String {
        let parts: Vec<&str> = path.components().map(|part| part.as_str()).collect();
        let registry = parts.windows(2).position(|pair| pair == ["registry", "src"]);
        match registry {
            Some(at) if parts.len() > at + 3 => parts[at + 3..].join("/"),
            _ => self.layout.relative(path).to_string(),
        }
    }

    /// The switches that are on for every crate of the target; `None` where rustc does not tell.
    fn switches(&self, compiled: &Compiled) -> Result<Option<Vec<Switch>>, BuildError> {
        let asked = Invocation::new(&self.tools.rustc, self.layout.root(), &self.tools.vars(self.env))
            .args(["--print", "cfg", "--target", &self.target.rust])
            .args(&compiled.flags);
        let finished = self.env.children.output(&asked)?;
        if !finished.status.success() {
            // A target that only cargo's configuration knows.
            return Ok(None);
        }
        let text = String::from_utf8_lossy(&finished.stdout);
        let mut switches: Vec<_> = text.lines().map(switch).collect();
        switches.retain(|(name, _)| name != "debug_assertions" || compiled.debug_assertions);
        Ok(Some(switches))
    }
}

/// What was on for one package: with the target's switches its features and those of its build script.
fn cfg(compiled: &Compiled, switches: Option<&[Switch]>, package: &str) -> Cfg {
    let units = compiled.units.iter().filter(|unit| unit.linked && unit.package == package);
    let features = units.flat_map(|unit| &unit.features).cloned();
    let Some(switches) = switches else { return Cfg::with_features(features) };
    let scripts = compiled.cfgs.iter().filter(|(of, _)| of == package).flat_map(|(_, cfgs)| cfgs);
    let own = scripts.map(|text| switch(text));
    let features = features.map(|feature| ("feature".to_owned(), Some(feature)));
    Cfg::exactly(switches.iter().cloned().chain(own).chain(features))
}

/// `name` or `name="value"`, as rustc prints them.
fn switch(text: &str) -> Switch {
    match text.split_once('=') {
        Some((name, value)) => (name.to_owned(), Some(value.trim_matches('"').to_owned())),
        None => (text.to_owned(), None),
    }
}

fn exports(symbols: &SymbolTable) -> Vec<Export> {
    let kind = |kind| match kind {
        Kind::Data | Kind::ThreadLocal => ExportKind::Static,
        Kind::Function | Kind::Unknown => ExportKind::Function,
    };
    let exports = symbols.exports().into_iter();
    let export = |symbol: &Symbol| Export {
        symbol: symbol.name.clone(),
        kind: kind(symbol.kind),
        address_only: Vec::new(),
    };
    exports.map(export).collect()
}

/// The texts of an interface.
#[derive(Debug)]
pub(crate) struct Texts {
    pub(crate) header: String,
    /// Whether the header needs nothing but freestanding headers.
    pub(crate) freestanding: bool,
    pub(crate) bindings: String,
    pub(crate) interface: Vec<u8>,
    /// What header and bindings declare in full.
    pub(crate) usable: Interface,
    /// What they declare as an address.
    pub(crate) addresses: Vec<AddressOnly>,
}

/// Writes an interface as header, module and JSON. Exports that no other language can use are
/// declared as addresses, and told.
pub(crate) fn write(
    interface: &Interface,
    wishes: &Wishes,
    events: &mut dyn FnMut(Event),
) -> Result<Texts, BuildError> {
    let mut usable = interface.clone();
    wishes.apply(&mut usable);
    wishes.tell(interface, events);
    let mut addresses = Vec::new();
    let mut first = None;
    let (header, bindings) = loop {
        match texts(&usable, &addresses, wishes) {
            Ok(texts) => break texts,
            Err(error) => {
                let count = |it: &Interface| it.functions.len() + it.statics.len() + it.constants.len();
                let before = count(&usable);
                // What one language can have may be too much for the next.
                addresses.extend(set_aside(&mut usable, &error, events));
                let error = first.get_or_insert(error);
                if count(&usable) == before {
                    return Err(inexpressible(interface, error));
                }
            }
        }
    };
    for AddressOnly { symbol, why } in &addresses {
        events(Event::Warning {
            message: format!("`{symbol}` cannot be used outside of Rust: {}", why.join("; ")),
            hint: Some("header and bindings declare its address only".to_owned()),
        });
    }
    let mut json = serde_json::to_vec_pretty(interface)
        .map_err(|error| BuildError::Interface { what: interface.name.clone(), source: Box::new(error) })?;
    json.push(b'\n');
    Ok(Texts { freestanding: is_freestanding(&header), header, bindings, interface: json, usable, addresses })
}

/// Writes an interface as idiomatic Zig around the module of [`write()`].
pub(crate) fn wrappers(interface: &Interface) -> Result<String, BuildError> {
    emit::zig::idiomatic(interface, &emit::zig::IdiomaticOptions::default())
        .map_err(|error| inexpressible(interface, &error))
}

fn texts(
    interface: &Interface,
    addresses: &[AddressOnly],
    wishes: &Wishes,
) -> Result<(String, String), emit::EmitError> {
    if interface.functions.is_empty() && interface.statics.is_empty() {
        return Err(emit::EmitError { problems: Vec::new() });
    }
    let c = emit::c::COptions {
        addresses: addresses.to_vec(),
        prefix_variants: wishes.prefix_variants(),
        frame: wishes.frame(),
        attributes: wishes.attributes(),
        ..emit::c::COptions::default()
    };
    let zig = emit::zig::ZigOptions { addresses: addresses.to_vec(), ..emit::zig::ZigOptions::default() };
    let header = wishes.with_line_endings(emit::c::header(interface, &c)?);
    Ok((header, emit::zig::module(interface, &zig)?))
}

fn inexpressible(interface: &Interface, error: &emit::EmitError) -> BuildError {
    BuildError::Inexpressible {
        name: interface.name.clone(),
        problems: error.problems.iter().map(ToString::to_string).collect(),
    }
}

/// Takes out of an interface the exports that an error is about, and constants, which are told.
fn set_aside(
    interface: &mut Interface,
    error: &emit::EmitError,
    events: &mut dyn FnMut(Event),
) -> Vec<AddressOnly> {
    interface.constants.retain(|constant| {
        let problem = error.problems.iter().find(|p| p.name == constant.name && p.path.is_empty());
        if let Some(problem) = problem {
            let message = format!("the constant `{}` cannot be written: {}", constant.name, problem.cause);
            let hint = Some("header and bindings do not have it".to_owned());
            events(Event::Warning { message, hint });
        }
        problem.is_none()
    });
    let mut reasons: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for problem in &error.problems {
        reasons.entry(&problem.name).or_default().push(problem.reason());
    }
    let mut addresses = Vec::new();
    let mut keep = |symbol: &str| match reasons.remove(symbol) {
        Some(why) => {
            addresses.push(AddressOnly { symbol: symbol.to_owned(), why });
            false
        }
        None => true,
    };
    interface.functions.retain(|function| keep(&function.symbol));
    interface.statics.retain(|variable| keep(&variable.symbol));
    addresses
}

/// Whether a header includes nothing but what every compiler has.
fn is_freestanding(header: &str) -> bool {
    let mut includes = header.lines().filter_map(|line| line.trim_start().strip_prefix("#include"));
    includes.all(|name| ["<stdbool.h>", "<stddef.h>", "<stdint.h>"].contains(&name.trim()))
}

/// The error for exports that nobody describes, or nothing.
pub(crate) fn complete(reading: &Reading) -> Result<(), BuildError> {
    let undescribed = &reading.merged.undescribed;
    if undescribed.is_empty() {
        return Ok(());
    }
    Err(BuildError::Undescribed {
        symbols: undescribed.iter().map(|u| u.symbol.clone()).collect(),
        notes: undescribed.iter().map(|u| format!("{}: {}", u.symbol, u.reason)).collect(),
    })
}

/// Tells where the witnesses contradict each other.
pub(crate) fn tell(reading: &Reading, events: &mut dyn FnMut(Event)) {
    for (name, definition) in &reading.merged.interface.types {
        if matches!(&definition.kind, TypeKind::Struct(r) | TypeKind::Union(r) if r.repr == Repr::Native) {
            let message = "crosses the boundary by value and promises no layout: header and bindings hold for \
                           this build's compiler only; declare it `repr(C)` or `repr(transparent)`";
            events(Event::Note { about: name.clone(), message: message.to_owned() });
        }
    }
    for problem in &reading.problems {
        let at = &problem.location;
        events(Event::Warning {
            message: format!("{}:{}:{}: {}", at.file, at.line, at.column, problem.message),
            hint: Some(
                "what the file says of calling conventions, constants and documentation is lost".to_owned(),
            ),
        });
    }
    let unseen = reading.merged.interface.functions.iter().filter(|function| !function.seen.source);
    let unseen: Vec<String> = unseen.map(|function| format!("`{}`", function.symbol)).collect();
    if let [first, ..] = unseen.as_slice() {
        let more = match unseen.len() - 1 {
            0 => String::new(),
            more => format!(" (and {more} more)"),
        };
        events(Event::Warning {
            message: format!("no source says how {first}{more} is called: taken for `extern \"C\"`"),
            hint: Some(
                "a macro of another crate made it; look that it is what the macro promises".to_owned(),
            ),
        });
    }
    for LeftOut { name, location, why } in &reading.left_out {
        let message =
            format!("{}:{}: the constant `{name}` is left out: {why}", location.file, location.line);
        events(Event::Warning { message, hint: None });
    }
    for note in &reading.merged.notes {
        events(Event::Note { about: note.about.clone(), message: note.message.clone() });
    }
}

/// Headers of C's and POSIX's libraries, which a crate's header of the same name would hide.
const SYSTEM_HEADERS: &[&str] = &[
    "assert",
    "complex",
    "ctype",
    "errno",
    "fenv",
    "float",
    "inttypes",
    "iso646",
    "limits",
    "locale",
    "math",
    "setjmp",
    "signal",
    "stdalign",
    "stdarg",
    "stdatomic",
    "stdbit",
    "stdbool",
    "stdckdint",
    "stddef",
    "stdint",
    "stdio",
    "stdlib",
    "stdnoreturn",
    "string",
    "tgmath",
    "threads",
    "time",
    "uchar",
    "wchar",
    "wctype",
    "aio",
    "cpio",
    "dirent",
    "dlfcn",
    "fcntl",
    "fmtmsg",
    "fnmatch",
    "ftw",
    "glob",
    "grp",
    "iconv",
    "langinfo",
    "libgen",
    "monetary",
    "mqueue",
    "ndbm",
    "netdb",
    "nl_types",
    "poll",
    "pthread",
    "pwd",
    "regex",
    "sched",
    "search",
    "semaphore",
    "spawn",
    "strings",
    "stropts",
    "syslog",
    "tar",
    "termios",
    "trace",
    "ulimit",
    "unistd",
    "utime",
    "utmpx",
    "wordexp",
    "elf",
    "endian",
    "error",
    "features",
    "link",
    "malloc",
    "memory",
    "resolv",
    "values",
    "windows",
    "io",
    "process",
    "direct",
    "conio",
    "intrin",
];

/// The system's header that `<name>.h` would hide.
pub(crate) fn shadowed(name: &str) -> Option<String> {
    SYSTEM_HEADERS.contains(&name).then(|| format!("{name}.h"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn switches_as_rustc_prints_them() {
        assert_eq!(switch("unix"), ("unix".to_owned(), None));
        assert_eq!(switch("target_os=\"linux\""), ("target_os".to_owned(), Some("linux".to_owned())));
    }

    #[test]
    fn math_hides_a_header_and_core_does_not() {
        assert_eq!(shadowed("math").as_deref(), Some("math.h"));
        assert_eq!(shadowed("core"), None);
    }
}
