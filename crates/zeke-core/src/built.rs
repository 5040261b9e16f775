//! Which exports of a unit are compiled at all: those in files that nothing includes are not, and those behind a
//! condition of another system are not here.
//!
//! Only what is certain counts: a file is left out where its name stands in no declaration or import of its unit, and
//! in no file that says how the project is built.

use std::collections::{BTreeMap, HashSet};

use camino::Utf8Path;
use ghost_abi::model::Function;
use ghost_abi::source::{Hidden, HiddenReason};

use crate::finding::Language;
use crate::project::{Project, Source, Unit};
use crate::sides::Side;

/// What the files that say how a project is built name.
pub(crate) struct Builds<'a> {
    /// Names of files.
    named: HashSet<&'a str>,
    /// Files that other crates take by their path.
    taken: HashSet<&'a str>,
    /// Whether names of files are made of others, so that nobody can tell which are meant.
    makes: bool,
}

impl<'a> Builds<'a> {
    pub(crate) fn of(project: &'a Project) -> Self {
        let files = || project.units.iter().flat_map(|unit| &unit.files);
        let is_build =
            |file: &&Source| ["build.zig", "build.rs"].iter().any(|name| file.path.ends_with(name));
        let manifests = project.units.iter().filter_map(|unit| unit.manifest.as_ref());
        let builds: Vec<&Source> =
            files().filter(is_build).chain(&project.build_files).chain(manifests).collect();
        let made = ["}.zig", "}.rs", "++ \".zig"];
        let includes = |file: &&Source| ["#[path", "include!"].iter().any(|word| file.text.contains(word));
        Self {
            named: builds.iter().flat_map(|file| names_of_files(&file.text)).collect(),
            taken: files().filter(includes).flat_map(|file| names_of_files(&file.text)).collect(),
            makes: builds.iter().any(|file| made.iter().any(|made| file.text.contains(made))),
        }
    }
}

/// Names of source files in a text.
fn names_of_files(text: &str) -> impl Iterator<Item = &str> {
    let ends = [".zig", ".rs"].into_iter().flat_map(|end| text.match_indices(end));
    ends.filter_map(|(at, end)| {
        let whole = &text[..at + end.len()];
        whole.rsplit(|c: char| !(c.is_alphanumeric() || "_-.".contains(c))).next()
    })
}

/// Takes out of a unit's exports what no build of it compiles.
pub(crate) fn leave_out(builds: &Builds<'_>, side: &mut Side<'_>) {
    if side.view.exports.functions.is_empty() {
        return;
    }
    let functions = std::mem::take(&mut side.view.exports.functions);
    let included = Included::of(builds, side.unit);
    let conditions =
        if side.unit.has_manifest { BTreeMap::new() } else { side.view.facts.conditions.clone() };
    let mut known: BTreeMap<String, bool> = BTreeMap::new();
    let mut reason = |function: &Function| {
        let file = function.location.as_ref().map(|at| at.file.as_str())?;
        let is_out = *known.entry(file.to_owned()).or_insert_with(|| included.leaves_out(file));
        let condition = conditions.get(&function.symbol).filter(|condition| is_of_another_system(condition));
        let why = condition.map(|condition| format!("is exported only if `{condition}`"));
        why.or_else(|| is_out.then(|| "stands in a file that nothing includes".to_owned()))
    };
    for function in functions {
        match reason(&function) {
            Some(why) => {
                side.view.facts.hidden.push(Hidden { function, reason: HiddenReason::NotBuilt(why) });
            }
            None => side.view.exports.functions.push(function),
        }
    }
}

/// Loose files are built for Linux, as their `cfg`s are judged.
fn is_of_another_system(condition: &str) -> bool {
    let Some((subject, system)) = condition.split_once("==") else { return false };
    let is_system =
        matches!(subject.trim(), "builtin.os.tag" | "builtin.target.os.tag" | "@import(\"builtin\").os.tag");
    let others = [".windows", ".macos", ".ios", ".freebsd", ".openbsd", ".netbsd", ".wasi", ".uefi"];
    is_system && others.contains(&system.trim())
}

/// What the files of a package say of each other.
struct Included<'a> {
    builds: &'a Builds<'a>,
    unit: &'a Unit,
    /// Names of modules that are declared, or names of files that are imported; nothing where a file may be
    /// included in another way.
    names: Option<HashSet<&'a str>>,
}

impl<'a> Included<'a> {
    fn of(builds: &'a Builds<'a>, unit: &'a Unit) -> Self {
        let texts = || unit.files.iter().map(|file| file.text.as_str());
        let others: &[&str] = match unit.language {
            Language::Rust => &["include!", "#[path", ", path =", "automod"],
            _ => &["refAllDecls", "openDir(", "openIterableDir(", ".iterate("],
        };
        // Files of Zig are built as those say that name the root of them.
        let name = |file: &Source| {
            Utf8Path::new(&file.path).file_name().is_some_and(|name| builds.named.contains(name))
        };
        let is_built = match unit.language {
            Language::Zig => unit.files.iter().any(name),
            _ => unit.has_manifest,
        };
        let plain =
            is_built && !builds.makes && !texts().any(|text| others.iter().any(|word| text.contains(word)));
        let names = plain.then(|| match unit.language {
            Language::Rust => texts().flat_map(modules).collect(),
            _ => texts().flat_map(outside_of_tests).flat_map(imports).collect(),
        });
        Self { builds, unit, names }
    }

    /// Whether nothing includes a file.
    fn leaves_out(&self, path: &str) -> bool {
        let Some(names) = &self.names else { return false };
        let inside = Utf8Path::new(path).strip_prefix(&self.unit.folder).unwrap_or(Utf8Path::new(path));
        let name = inside.file_name().unwrap_or_default();
        if self.builds.named.contains(name) || self.builds.taken.contains(name) {
            return false;
        }
        match self.unit.language {
            Language::Rust => {
                let stem = inside.file_stem().unwrap_or_default();
                let module =
                    if stem == "mod" { inside.parent().and_then(Utf8Path::file_name) } else { Some(stem) };
                let is_root = matches!(stem, "lib" | "main") || inside.starts_with("src/bin");
                inside.starts_with("src") && !is_root && module.is_some_and(|module| !names.contains(module))
            }
            _ => !names.contains(name) || self.is_only_named(name),
        }
    }

    /// Whether every import of a file gives it a name that nobody uses: then the compiler does not look into it.
    fn is_only_named(&self, name: &str) -> bool {
        let import = format!("{name}\")");
        let lines = self.unit.files.iter().flat_map(|file| outside_of_tests(&file.text));
        let mut importing = lines.filter(|line| line.contains(&import));
        importing.all(|line| {
            let head = line.trim_start();
            let head = head.strip_prefix("pub ").unwrap_or(head);
            let rest = head.strip_prefix("const ").filter(|_| line.trim_end().ends_with("\");"));
            let constant = rest.and_then(|rest| rest.split_once(" = @import(\"")).map(|(name, _)| name);
            constant.is_some_and(|constant| self.uses(constant) < 2)
        })
    }

    /// How often a word stands in the unit, as far as it matters.
    fn uses(&self, word: &str) -> usize {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let whole = |text: &str, at: usize| {
            !text[..at].ends_with(is_part) && !text[at + word.len()..].starts_with(is_part)
        };
        let files = self.unit.files.iter();
        let found =
            files.flat_map(|file| file.text.match_indices(word).filter(|(at, _)| whole(&file.text, *at)));
        found.take(2).count()
    }
}

/// The lines of a file of Zig that do not stand in a test.
fn outside_of_tests(text: &str) -> impl Iterator<Item = &str> {
    let mut is_test = false;
    text.lines().filter(move |line| {
        is_test |= ["test {", "test \""].iter().any(|head| line.starts_with(head));
        let inside = is_test;
        is_test &= *line != "}";
        !inside
    })
}

/// Whether every call of a symbol stands behind a switch that is off when the program is compiled.
pub(crate) fn is_never_called(unit: &Unit, symbol: &str) -> bool {
    let call = format!("{symbol}(");
    let is_off = |name: &str| {
        let declared = [format!("const {name} = false;"), format!("const {name}: bool = false;")];
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        is_name && unit.files.iter().any(|file| declared.iter().any(|text| file.text.contains(text)))
    };
    let switched = |line: &str| {
        let condition = line.split_once("if (").and_then(|(_, rest)| rest.split_once(')'));
        condition.is_some_and(|(name, _)| is_off(name))
    };
    // Everything behind it in a function, where it leaves.
    let leaves = |line: &str| {
        let rest = line.trim_start().strip_prefix("if (!").and_then(|rest| rest.split_once(')'));
        rest.is_some_and(|(name, then)| is_off(name) && then.trim_start().starts_with("return"))
    };
    let is_head = |line: &str| {
        let words = line.split_whitespace().skip_while(|word| ["pub", "export", "inline"].contains(word));
        words.into_iter().next() == Some("fn")
    };
    let asks = format!(".name = \"{symbol}\"");
    let mut any = false;
    for file in &unit.files {
        let (mut before, mut left) = ("", false);
        for line in file.text.lines().filter(|line| !line.trim().is_empty()) {
            left = (left || leaves(line)) && !is_head(line);
            let calls = line.contains(&call) && !line.contains("extern ");
            if calls || line.contains("@extern(") && line.contains(&asks) {
                any = true;
                let is_off = left || switched(line) || switched(before) && before.trim_end().ends_with('{');
                if !is_off {
                    return false;
                }
            }
            before = line;
        }
    }
    any
}

/// Names behind `mod` in a text.
fn modules(text: &str) -> impl Iterator<Item = &str> {
    text.split("mod ").skip(1).map(|rest| {
        let rest = rest.strip_prefix("r#").unwrap_or(rest);
        rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or_default()
    })
}

/// Names of files of Zig in quotes.
fn imports(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices(".zig\"").filter_map(move |(at, end)| {
        let path = &text[..at + end.len() - 1];
        path.rsplit(['"', '/']).next()
    })
}
