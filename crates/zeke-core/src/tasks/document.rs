//! Markdown about a boundary: every export in both languages, who owns what, what fails how, and
//! how the files hang together.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::boundary::{Boundary, Library};
use super::calls::calls;
use super::contract::{Contracts, Gives, Role};
use super::explain::{Explained, function};
use super::seal::sealed;
use crate::finding::Language;

/// A file to write, by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Name of the file, without folders.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// What is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// A page for each library.
    pub api_boundaries: bool,
    /// How both sides work together.
    pub integration_patterns: bool,
}

/// The documentation of a project.
#[must_use]
pub fn document(boundary: &Boundary<'_>, wanted: Wanted) -> Vec<Page> {
    let libraries: Vec<(String, Library<'_>)> = named(boundary);
    let mut pages = vec![Page { name: "index.md".to_owned(), text: index(boundary, &libraries, wanted) }];
    if wanted.api_boundaries {
        let page = |(name, library): &(String, Library<'_>)| Page {
            name: format!("{name}.md"),
            text: api(boundary, *library),
        };
        pages.extend(libraries.iter().map(page));
    }
    if wanted.integration_patterns {
        pages.push(Page { name: "patterns.md".to_owned(), text: patterns(&libraries) });
    }
    for page in &mut pages {
        page.text = sealed(&format!(
            "<!-- written by zeke: what is changed here is written by zeke no more -->\n\n{}",
            page.text
        ));
    }
    pages
}

/// Libraries under names that are all different, and none of which another page has.
fn named<'b>(boundary: &'b Boundary<'_>) -> Vec<(String, Library<'b>)> {
    let mut taken: BTreeSet<String> = ["index".to_owned(), "patterns".to_owned()].into();
    let mut out = Vec::new();
    for library in boundary.libraries() {
        let base = library.name();
        let mut name = base.clone();
        let mut nth = 2;
        while !taken.insert(name.clone()) {
            name = format!("{base}_{nth}");
            nth += 1;
        }
        out.push((name, library));
    }
    out
}

fn index(boundary: &Boundary<'_>, libraries: &[(String, Library<'_>)], wanted: Wanted) -> String {
    let mut out = String::from("# The boundary\n\n");
    if libraries.is_empty() {
        out.push_str("Nothing in this project is offered to another language.\n");
        return out;
    }
    out.push_str("| library | language | folder | exports |\n|---|---|---|---|\n");
    for (name, library) in libraries {
        let title = if wanted.api_boundaries { format!("[{name}]({name}.md)") } else { name.clone() };
        let exports = library.exports();
        let count = exports.functions.len() + exports.statics.len();
        let unit = library.unit();
        let folder = if unit.folder.as_str().is_empty() { "." } else { unit.folder.as_str() };
        let _ = writeln!(out, "| {title} | {} | `{}` | {count} |", unit.language, cell(folder));
    }
    out.push_str("\n## Flow\n\n");
    out.push_str(&flow(boundary, libraries));
    if wanted.integration_patterns {
        out.push_str("\nHow both sides work together: [patterns](patterns.md).\n");
    }
    let findings = &boundary.analysis.findings;
    let _ = writeln!(out, "\n## Findings\n");
    if findings.is_empty() {
        out.push_str("`zeke analyze` finds nothing wrong.\n");
    }
    for finding in findings {
        let at = &finding.location;
        let _ =
            writeln!(out, "- `{}:{}`: {} (`{}`)", at.file, at.line, plain(&finding.message), finding.class);
    }
    out
}

/// Who calls into which library, as a Mermaid flowchart.
fn flow(boundary: &Boundary<'_>, libraries: &[(String, Library<'_>)]) -> String {
    let mut out = String::from("```mermaid\nflowchart LR\n");
    let mut files: BTreeMap<&str, usize> = BTreeMap::new();
    let mut edges: BTreeMap<(usize, usize), BTreeSet<String>> = BTreeMap::new();
    for unit in boundary.units() {
        for file in &unit.files {
            for call in calls(unit.language, file) {
                let Some(meant) = boundary.offering(&call.name, unit) else { continue };
                let Some(target) = libraries.iter().position(|(_, l)| l.unit() == meant.unit()) else {
                    continue;
                };
                let next = files.len();
                let source = *files.entry(&file.path).or_insert(next);
                edges.entry((source, target)).or_default().insert(call.name);
            }
        }
    }
    for (file, nth) in &files {
        let _ = writeln!(out, "    f{nth}[\"{}\"]", label(file));
    }
    for (nth, (name, library)) in libraries.iter().enumerate() {
        let _ = writeln!(out, "    l{nth}[[\"{} ({})\"]]", label(name), library.unit().language);
    }
    for ((source, target), symbols) in edges {
        let shown: Vec<&str> = symbols.iter().take(3).map(String::as_str).collect();
        let more = if symbols.len() > 3 { format!(" and {} more", symbols.len() - 3) } else { String::new() };
        let _ = writeln!(out, "    f{source} -->|\"{}{more}\"| l{target}", label(&shown.join(", ")));
    }
    out.push_str("```\n");
    out
}

fn api(boundary: &Boundary<'_>, library: Library<'_>) -> String {
    let unit = library.unit();
    let other = if unit.language == Language::Rust { Language::Zig } else { Language::Rust };
    let contracts = library.contracts();
    let folder = if unit.folder.as_str().is_empty() { "." } else { unit.folder.as_str() };
    let mut out =
        format!("# {}\n\nA {} library in `{folder}`, for {other}.\n", library.name(), unit.language);
    out.push_str(&lifecycles(&contracts));
    for symbol in contracts.functions.iter().map(|contract| contract.function.symbol.as_str()) {
        out.push_str(&entry(&function(boundary, library, symbol, other), unit.language, other));
    }
    for variable in &library.exports().statics {
        let at = variable.location.as_ref().map(crate::analyze::place);
        let signature = at.and_then(|at| boundary.signature(&at)).unwrap_or_default();
        let _ =
            write!(out, "\n## `{}`\n\nA variable.\n\n{}", variable.symbol, fenced(unit.language, &signature));
        out.push_str(&quoted(&variable.docs));
    }
    out.push_str(&types(library));
    out
}

fn entry(explained: &Explained, own: Language, other: Language) -> String {
    let mut out = format!("\n## `{}`\n\n", explained.symbol);
    if !explained.docs.is_empty() {
        out.push_str(&quoted(&explained.docs));
        out.push('\n');
    }
    for (language, text) in [(own, &explained.definition), (other, &explained.declaration)] {
        match text {
            Some(text) => out.push_str(&fenced(language, text)),
            None => {
                let _ = writeln!(out, "It cannot be declared in {language}.\n");
            }
        }
    }
    if let Some(at) = &explained.defined {
        let _ = writeln!(out, "Defined at `{}:{}`.", at.file, at.line);
    }
    for (title, sentences) in [("Ownership", &explained.ownership), ("Errors", &explained.errors)] {
        if !sentences.is_empty() {
            let _ = writeln!(out, "\n**{title}**\n");
        }
        for sentence in sentences {
            let _ = writeln!(out, "- {sentence}");
        }
    }
    out
}

/// For each handle, its life as a Mermaid sequence diagram.
fn lifecycles(contracts: &Contracts<'_>) -> String {
    let mut out = String::new();
    for (nth, handle) in contracts.handles.iter().enumerate() {
        let _ = write!(out, "\n## Life of `{}`\n\n```mermaid\nsequenceDiagram\n", handle.name);
        out.push_str("    participant caller as Caller\n    participant library as Library\n");
        for made in handle.makers() {
            let _ = writeln!(out, "    caller->>library: {}", label(&made.symbol));
            let _ = writeln!(out, "    library-->>caller: {}", label(&handle.name));
        }
        for contract in contracts.functions.iter().filter(|contract| contract.role == Role::Method(nth)) {
            let _ = writeln!(out, "    caller->>library: {}", label(&contract.function.symbol));
            if contract.gives == Gives::OwnedText
                && let Some(release) = contracts.text_release
            {
                let _ = writeln!(out, "    library-->>caller: text");
                let _ = writeln!(out, "    caller->>library: {}", label(&release.symbol));
            }
        }
        let _ = writeln!(out, "    caller->>library: {}\n```", label(&handle.destroys.symbol));
    }
    out
}

fn types(library: Library<'_>) -> String {
    use ghost_abi::model::TypeKind;
    let mut out = String::new();
    for def in library.exports().types.values() {
        let rows: Vec<(String, String)> = match &def.kind {
            TypeKind::Enum(kind) => {
                kind.variants.iter().map(|v| (v.name.clone(), v.value.to_string())).collect()
            }
            TypeKind::Struct(record) | TypeKind::Union(record) => record
                .fields
                .iter()
                .filter_map(|field| Some((field.name.clone(), format!("offset {}", field.offset_bytes?))))
                .collect(),
            TypeKind::Opaque | TypeKind::Alias(_) => Vec::new(),
        };
        if rows.is_empty() {
            continue;
        }
        let _ = write!(out, "\n## Type `{}`\n\n", def.name);
        out.push_str(&quoted(&def.docs));
        if let Some(layout) = def.layout {
            let _ = writeln!(out, "\n{} bytes, aligned to {}.", layout.size_bytes, layout.align_bytes);
        }
        out.push_str("\n| name | value |\n|---|---|\n");
        for (name, value) in rows {
            let _ = writeln!(out, "| `{}` | {value} |", cell(&name));
        }
    }
    out
}

fn patterns(libraries: &[(String, Library<'_>)]) -> String {
    let mut out = String::from("# How both sides work together\n");
    let mut found = false;
    for (name, library) in libraries {
        let contracts = library.contracts();
        let lines = pattern_lines(&contracts);
        if lines.is_empty() {
            continue;
        }
        found = true;
        let _ = write!(out, "\n## {name}\n\n");
        for line in lines {
            let _ = writeln!(out, "- {line}");
        }
    }
    if !found {
        out.push_str("\nEvery function stands alone: values in, a value out.\n");
    }
    out
}

fn pattern_lines(contracts: &Contracts<'_>) -> Vec<String> {
    let mut out = Vec::new();
    for handle in &contracts.handles {
        let made: Vec<String> = handle.makers().map(|f| format!("`{}`", f.symbol)).collect();
        let (made, name, end) = (made.join(" or "), &handle.name, &handle.destroys.symbol);
        out.push(format!(
            "**Opaque handle** `{name}`: made by {made}, ended by `{end}`, once, by the caller."
        ));
    }
    let symbols = |keep: &dyn Fn(&super::contract::Contract<'_>) -> bool| {
        let all = contracts.functions.iter().filter(|contract| keep(contract));
        all.map(|contract| format!("`{}`", contract.function.symbol)).collect::<Vec<_>>().join(", ")
    };
    let rows = [
        ("**Slices**: pointers and a length, nothing is copied", symbols(&|c| !c.slices.is_empty())),
        ("**Text that the caller gives back**", symbols(&|c| c.gives == Gives::OwnedText)),
        ("**Text that the library keeps**", symbols(&|c| c.gives == Gives::BorrowedText)),
        (
            "**Callbacks**",
            symbols(&|c| {
                let mut types = c.function.params.iter().map(|p| contracts.interface.resolve(&p.ty));
                types.any(|ty| matches!(ty, ghost_abi::model::Type::FnPointer(_)))
            }),
        ),
        ("**Work that goes on after the call**", symbols(&|c| c.goes_on)),
        ("**Null is looked for**", symbols(&|c| c.guards.iter().any(|guard| guard.null.is_shown()))),
    ];
    out.extend(
        rows.into_iter()
            .filter(|(_, names)| !names.is_empty())
            .map(|(title, names)| format!("{title}: {names}.")),
    );
    out
}

fn fenced(language: Language, text: &str) -> String {
    let name = if language == Language::Rust { "rust,ignore" } else { "zig" };
    // A longer fence than any in the text cannot be closed by it.
    let fence = "`".repeat(3.max(longest_run(text) + 1));
    format!("{fence}{name}\n{text}\n{fence}\n\n")
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// Documentation of the analysed code: a quotation, whose fences and lists end with it. Its headings
/// would mix with the page's, and its markup with the reader's.
fn quoted(docs: &[String]) -> String {
    let mut out = String::new();
    for line in docs {
        let plain = line.replace('<', "&lt;");
        let line = match plain.trim_start().strip_prefix('#') {
            Some(heading) => format!("**{}**", heading.trim_start_matches('#').trim()),
            None => plain,
        };
        let _ = writeln!(out, "{}", format!("> {line}").trim_end());
    }
    out
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn plain(text: &str) -> String {
    text.replace('<', "&lt;")
}

/// Text that Mermaid takes as a label whatever stands in it.
fn label(text: &str) -> String {
    text.replace(['"', ';', '#', '\n'], " ")
}
