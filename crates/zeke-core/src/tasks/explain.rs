//! What a file is, and what it has to do with the other side.

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};
use serde::Serialize;

use super::boundary::{Boundary, Library};
use super::calls::calls;
use super::{promises, signatures};
use crate::finding::{Finding, Language, Place};
use crate::project::{Source, Unit};

/// An explained file.
#[derive(Debug, Clone, Serialize)]
pub struct Explanation {
    /// The file, relative to the project.
    pub file: String,
    /// Its language.
    pub language: Language,
    /// What it is, in sentences.
    pub what: Vec<String>,
    /// Files that it reaches through imports, nearest first, itself left out.
    pub imports: Vec<String>,
    /// What it, or a file that it imports, calls of the other side.
    pub uses: Vec<Explained>,
    /// What it offers to the other side.
    pub offers: Vec<Explained>,
    /// Findings in it, in what it imports, or at the functions that it uses.
    pub findings: Vec<Finding>,
}

/// A function that crosses.
#[derive(Debug, Clone, Serialize)]
pub struct Explained {
    /// The name the linker knows.
    pub symbol: String,
    /// Where it is called.
    pub called: Vec<Place>,
    /// Where it is defined; `None` where no file of the project defines it.
    pub defined: Option<Place>,
    /// Its declaration in the language that defines it.
    pub definition: Option<String>,
    /// Its declaration in the language that uses it.
    pub declaration: Option<String>,
    /// Its documentation.
    pub docs: Vec<String>,
    /// Who owns what.
    pub ownership: Vec<String>,
    /// What comes back when something is wrong.
    pub errors: Vec<String>,
}

/// Why a file cannot be explained.
#[derive(Debug, thiserror::Error)]
#[error("{0} is no Zig or Rust file of this project")]
pub struct NotInProject(pub String);

/// Explains a file of a project.
pub fn explain(boundary: &Boundary<'_>, file: &str) -> Result<Explanation, NotInProject> {
    let unit = boundary.unit_of(file).ok_or_else(|| NotInProject(file.to_owned()))?;
    let source = unit.files.iter().find(|f| f.path == file).ok_or_else(|| NotInProject(file.to_owned()))?;
    // Loose files of several folders are a unit each, and import one another all the same.
    let same = boundary.units().filter(|other| other.language == unit.language);
    let all: Vec<&Source> = same.flat_map(|unit| &unit.files).collect();
    let reached = reach(unit.language, &all, source);
    let uses = uses(boundary, unit, &reached);
    let offers: Vec<Explained> = boundary
        .libraries()
        .filter(|library| library.unit() == unit)
        .flat_map(|library| offers(boundary, library, file))
        .collect();
    let concerned = concerned(&reached, &uses, &offers);
    let findings = boundary.analysis.findings.iter().filter(|f| touches(f, &concerned)).cloned().collect();
    let what = what(source, unit, &uses, &offers);
    let imports = reached.iter().skip(1).map(|file| file.path.clone()).collect();
    Ok(Explanation { file: file.to_owned(), language: unit.language, what, imports, uses, offers, findings })
}

/// Files, and places outside of them, that findings may stand at.
struct Concerned<'a> {
    files: BTreeSet<&'a str>,
    places: BTreeSet<(&'a str, u32)>,
    /// Functions of other files, and where they are defined.
    defined: BTreeSet<(&'a str, &'a str)>,
}

fn concerned<'a>(reached: &[&'a Source], uses: &'a [Explained], offers: &'a [Explained]) -> Concerned<'a> {
    let places =
        uses.iter().filter_map(|u| u.defined.as_ref()).chain(offers.iter().flat_map(|o| o.called.iter()));
    Concerned {
        files: reached.iter().map(|file| file.path.as_str()).collect(),
        places: places.map(|at| (at.file.as_str(), at.line)).collect(),
        defined: uses
            .iter()
            .filter_map(|u| Some((u.defined.as_ref()?.file.as_str(), u.symbol.as_str())))
            .collect(),
    }
}

fn touches(finding: &Finding, concerned: &Concerned<'_>) -> bool {
    let places = [Some(&finding.location), finding.peer.as_ref()];
    places.into_iter().flatten().any(|at| {
        let named = |(file, symbol): &(&str, &str)| {
            at.file == *file && finding.message.contains(&format!("`{symbol}`"))
        };
        concerned.files.contains(at.file.as_str())
            || concerned.places.contains(&(at.file.as_str(), at.line))
            || concerned.defined.iter().any(named)
    })
}

/// A file and all that it imports, by path.
#[must_use]
pub fn reached(unit: &Unit, file: &str) -> Vec<String> {
    let start = unit.files.iter().find(|f| f.path == file);
    let all: Vec<&Source> = unit.files.iter().collect();
    let reached = start.map(|start| reach(unit.language, &all, start)).unwrap_or_default();
    reached.into_iter().map(|file| file.path.clone()).collect()
}

/// A file and all that it imports, breadth first.
fn reach<'a>(language: Language, all: &[&'a Source], start: &'a Source) -> Vec<&'a Source> {
    let mut found = vec![start];
    let mut next = 0;
    while let Some(file) = found.get(next).copied() {
        next += 1;
        for path in imported(language, file) {
            let target = all.iter().copied().find(|f| f.path == path.as_str());
            if let Some(target) = target.filter(|t| !found.iter().any(|f| f.path == t.path)) {
                found.push(target);
            }
        }
    }
    found
}

/// Paths that a file imports, as they may stand in the project.
fn imported(language: Language, file: &Source) -> Vec<Utf8PathBuf> {
    let folder = Utf8Path::new(&file.path).parent().unwrap_or(Utf8Path::new(""));
    let mut out = Vec::new();
    if language == Language::Rust {
        let stem = Utf8Path::new(&file.path).file_stem().unwrap_or_default();
        let own = if matches!(stem, "lib" | "main" | "mod") { folder.to_owned() } else { folder.join(stem) };
        let mut placed: Option<&str> = None;
        for line in file.text.lines().map(str::trim) {
            if let Some(path) = line.strip_prefix("#[path").and_then(|rest| rest.split('"').nth(1)) {
                placed = Some(path);
            }
            let Some(name) = module(line) else {
                // Only attributes and comments stand between a path and its module.
                placed = placed.filter(|_| line.starts_with('#') || line.starts_with("//"));
                continue;
            };
            match placed.take() {
                Some(path) => out.push(clean(&folder.join(path))),
                None => out.extend([own.join(format!("{name}.rs")), own.join(name).join("mod.rs")]),
            }
        }
        return out;
    }
    for part in file.text.split("@import(\"").skip(1) {
        if let Some(path) =
            part.split('"').next().filter(|path| Utf8Path::new(path).extension() == Some("zig"))
        {
            out.push(clean(&folder.join(path)));
        }
    }
    out
}

/// The name of a module whose declaration ends on this line, and that is in another file.
fn module(line: &str) -> Option<&str> {
    // An attribute may stand before it on the same line.
    let line =
        line.strip_prefix("#[").and_then(|rest| rest.rsplit_once(']')).map_or(line, |(_, rest)| rest.trim());
    let rest = line.strip_prefix("pub").map_or(line, |rest| {
        let rest = rest.trim_start();
        rest.strip_prefix('(')
            .and_then(|rest| rest.split_once(')'))
            .map_or(rest, |(_, rest)| rest)
            .trim_start()
    });
    let (name, behind) = rest.strip_prefix("mod ")?.split_once(';')?;
    let name = name.trim().trim_start_matches("r#");
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    (is_name && (behind.trim().is_empty() || behind.trim().starts_with("//"))).then_some(name)
}

/// Without `.` and `..`.
fn clean(path: &Utf8Path) -> Utf8PathBuf {
    let mut out = Utf8PathBuf::new();
    for part in path.components() {
        match part.as_str() {
            "." => {}
            ".." => {
                out.pop();
            }
            name => out.push(name),
        }
    }
    out
}

fn uses(boundary: &Boundary<'_>, unit: &Unit, reached: &[&Source]) -> Vec<Explained> {
    let mut called: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    let mut declared: BTreeSet<String> = BTreeSet::new();
    for file in reached {
        for call in calls(unit.language, file) {
            called.entry(call.name).or_default().push(call.at);
        }
        declared.extend(boundary.imports_of(&file.path).map(|(function, _)| function.symbol.clone()));
    }
    let offered = boundary.libraries().filter(|l| l.unit().language != unit.language);
    let offered: BTreeSet<String> =
        offered.flat_map(|l| l.exports().functions.iter().map(|f| f.symbol.clone())).collect();
    let names = declared.iter().chain(called.keys().filter(|name| offered.contains(*name)));
    let names: BTreeSet<&String> = names.collect();
    names
        .into_iter()
        .map(|symbol| {
            let places = called.get(symbol).cloned().unwrap_or_default();
            let own =
                reached.iter().flat_map(|f| boundary.imports_of(&f.path)).find(|(f, _)| f.symbol == *symbol);
            let library = boundary.offering(symbol, unit);
            let mut explained = library.map_or_else(
                || Explained::unknown(symbol),
                |library| function(boundary, library, symbol, unit.language),
            );
            if let Some((function, _)) = own {
                let at = function.location.as_ref().map(crate::analyze::place);
                let own = at.and_then(|at| boundary.signature(&at));
                explained.declaration = own.or(explained.declaration);
            }
            explained.called = places;
            explained
        })
        .collect()
}

fn offers(boundary: &Boundary<'_>, library: Library<'_>, file: &str) -> Vec<Explained> {
    let own = library.exports().functions.iter();
    let own = own.filter(|f| f.location.as_ref().is_some_and(|at| at.file == file));
    let other = if library.unit().language == Language::Rust { Language::Zig } else { Language::Rust };
    own.map(|f| {
        let mut explained = function(boundary, library, &f.symbol, other);
        explained.called = boundary.calls_of(library, &f.symbol);
        explained
    })
    .collect()
}

impl Explained {
    fn unknown(symbol: &str) -> Self {
        Self {
            symbol: symbol.to_owned(),
            called: Vec::new(),
            defined: None,
            definition: None,
            declaration: None,
            docs: Vec::new(),
            ownership: Vec::new(),
            errors: Vec::new(),
        }
    }
}

/// Everything that is known of one function of a library, for a user in `language`.
#[must_use]
pub fn function(
    boundary: &Boundary<'_>,
    library: Library<'_>,
    symbol: &str,
    language: Language,
) -> Explained {
    let mut out = Explained::unknown(symbol);
    let contracts = library.contracts();
    let Some(contract) = contracts.contract_of(symbol) else { return out };
    out.defined = contract.function.location.as_ref().map(crate::analyze::place);
    out.definition = out.defined.as_ref().and_then(|at| boundary.signature(at));
    let used = boundary.uses_of(library, symbol).into_iter().find(|(used, _)| *used == language);
    let used = used.and_then(|(_, f)| boundary.signature(&crate::analyze::place(f.location.as_ref()?)));
    out.declaration = used.or_else(|| signatures::declared(language, library.exports(), contract.function));
    out.docs.clone_from(&contract.function.docs);
    out.ownership = promises::ownership(&contracts, contract);
    out.errors = promises::errors(&contracts, contract);
    out
}

fn what(source: &Source, unit: &Unit, uses: &[Explained], offers: &[Explained]) -> Vec<String> {
    let lines = source.text.lines().count();
    let folder = if unit.folder.as_str().is_empty() { "the project's root" } else { unit.folder.as_str() };
    let kind = match (unit.language, unit.has_manifest) {
        (Language::Rust, true) => format!("of the Cargo package in {folder}"),
        (Language::Rust, false) => "without a Cargo package".to_owned(),
        (_, true) => format!("of the Zig project in {folder}"),
        (_, false) => "without a build file".to_owned(),
    };
    let mut out = vec![format!("A {} file of {lines} lines, {kind}.", unit.language)];
    let head = source.text.lines().take_while(|line| line.trim_start().starts_with("//!"));
    let head: Vec<&str> = head.map(|line| line.trim_start().trim_start_matches("//!").trim()).collect();
    if !head.is_empty() {
        out.push(format!("It says of itself: {}", head.join(" ").trim()));
    }
    let is_program = match unit.language {
        Language::Rust => source.text.contains("fn main("),
        _ => source.text.contains("pub fn main("),
    };
    if is_program {
        out.push("It holds `main`: a program begins here.".to_owned());
    }
    match (uses.len(), offers.len()) {
        (0, 0) => out.push("Nothing of it crosses the boundary.".to_owned()),
        (uses, 0) => out.push(format!("It uses {} of the other side.", counted(uses))),
        (0, offers) => out.push(format!("It offers {} to the other side.", counted(offers))),
        (uses, offers) => {
            out.push(format!("It uses {} of the other side and offers {offers}.", counted(uses)));
        }
    }
    out
}

fn counted(functions: usize) -> String {
    if functions == 1 { "one function".to_owned() } else { format!("{functions} functions") }
}

impl Explanation {
    /// As text for people.
    #[must_use]
    pub fn text(&self) -> String {
        use std::fmt::Write as _;
        let mut out = format!("{}\n", self.file);
        for sentence in &self.what {
            let _ = writeln!(out, "  {sentence}");
        }
        if !self.imports.is_empty() {
            let _ = writeln!(out, "\nImports: {}", self.imports.join(", "));
        }
        for (title, functions) in [("Uses", &self.uses), ("Offers", &self.offers)] {
            for function in functions {
                let _ = write!(out, "\n{title} {}", function.text());
            }
        }
        out.push('\n');
        if self.findings.is_empty() {
            out.push_str("Findings: none.\n");
        } else {
            let _ = writeln!(out, "Findings:");
        }
        for f in &self.findings {
            let at = &f.location;
            let _ = writeln!(out, "  {}:{}:{}: {} [{}]", at.file, at.line, at.column, f.message, f.class);
        }
        out
    }
}

impl Explained {
    fn text(&self) -> String {
        use std::fmt::Write as _;
        let mut out = format!("{}\n", self.symbol);
        let places = |places: &[Place]| {
            let places = places.iter().map(|at| format!("{}:{}:{}", at.file, at.line, at.column));
            places.collect::<Vec<_>>().join(", ")
        };
        match &self.defined {
            Some(at) => {
                let _ = writeln!(out, "  defined at  {}", places(std::slice::from_ref(at)));
            }
            None => out.push_str("  defined     nowhere in this project\n"),
        }
        if !self.called.is_empty() {
            let _ = writeln!(out, "  called at   {}", places(&self.called));
        }
        for (title, text) in [("definition", &self.definition), ("declaration", &self.declaration)] {
            if let Some(text) = text {
                let _ = writeln!(out, "  {title:<11} {text}");
            }
        }
        for line in self.docs.iter().take_while(|line| !line.is_empty()) {
            let _ = writeln!(out, "  says        {line}");
        }
        for (title, sentences) in [("ownership", &self.ownership), ("errors", &self.errors)] {
            for sentence in sentences {
                let _ = writeln!(out, "  {title:<11} {sentence}");
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_are_followed_however_they_are_declared() {
        let check = |path: &str, text: &str, expected: &[&str]| {
            let file = Source { path: path.to_owned(), text: text.to_owned() };
            assert_eq!(imported(Language::Rust, &file), expected, "{text}");
        };
        check("src/lib.rs", "mod a;", &["src/a.rs", "src/a/mod.rs"]);
        check("src/lib.rs", "pub(super) mod a; // why", &["src/a.rs", "src/a/mod.rs"]);
        check("src/lib.rs", "pub(in crate::x) mod r#type ;", &["src/type.rs", "src/type/mod.rs"]);
        check("src/lib.rs", "#[cfg(unix)] pub mod a;", &["src/a.rs", "src/a/mod.rs"]);
        check("src/ffi.rs", "pub mod a;", &["src/ffi/a.rs", "src/ffi/a/mod.rs"]);
        check("src/lib.rs", "#[path = \"sys/x.rs\"]\n#[allow(dead_code)]\nmod a;", &["src/sys/x.rs"]);
        check("src/lib.rs", "#[path = \"x.rs\"] mod a;\nmod b;", &["src/x.rs", "src/b.rs", "src/b/mod.rs"]);
        check("src/lib.rs", "mod a {\n    fn f() {}\n}\n// mod b;\nmodel;", &[]);
        let zig =
            Source { path: "src/a.zig".to_owned(), text: "const b = @import(\"../b.zig\");".to_owned() };
        assert_eq!(imported(Language::Zig, &zig), ["b.zig"]);
    }
}
