//! Pairs both sides of every boundary and judges them.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap, HashSet};

use camino::Utf8Path;
use ghost_abi::compare::{self, Mismatch, Missing, Options};
use ghost_abi::model::{CallConv, Function, Interface, Location};

use crate::build;
use crate::cache::Cache;
use crate::closed;
use crate::finding::{
    Analysis, Class, Crossing, CrossingKind, Finding, Group, Language, Place, Problem, SCHEMA, Severity,
};
use crate::project::{Project, Unit};
use crate::rules;
pub(crate) use crate::sides::{Side, read};
use crate::silence;

/// Finds what is wrong at the boundaries of a project.
#[must_use]
pub fn analyze(project: &Project) -> Analysis {
    analyze_with(project, None)
}

/// The same, with what is kept of earlier ones.
pub(crate) fn analyze_with(project: &Project, cache: Option<&Cache>) -> Analysis {
    judge(project, &read(project, cache))
}

/// What the sides of a project say of each other.
pub(crate) fn judge(project: &Project, sides: &[Side<'_>]) -> Analysis {
    let closed = closed::is_closed(project);
    let mut findings = Vec::new();
    let offers = Offers::of(sides);
    for side in sides {
        for (other, imports) in pair(side, sides, &offers) {
            let loose = is_all(project, side, other);
            // Other conventions are those of systems, and their libraries are linked without a word. Where crates
            // and packages lie apart, only what is called as their exports are is for sure meant to be theirs.
            let of_system = |f: &Function| matches!(f.callconv, CallConv::Other(_));
            let of_systems = imports.functions.iter().filter(|f| of_system(f)).map(|f| f.symbol.as_str());
            let names = symbols(&imports).map(|(symbol, _)| symbol);
            let offered = || symbols(&other.view.exports).map(|(name, _)| name);
            let others = names.filter(|symbol| !loose && !is_called_as_exports(symbol, offered()));
            let elsewhere: Vec<&str> = of_systems.chain(others).collect();
            let mismatches = compare::compare(
                &imports,
                &other.view.exports,
                &Options {
                    expected_language: side.unit.language,
                    actual_language: other.unit.language,
                    expected_facts: Some(&side.view.facts),
                    actual_facts: Some(&other.view.facts),
                    missing: if loose || closed { Missing::Only(&elsewhere) } else { Missing::Elsewhere },
                    option_is_a_spelling: true,
                },
            );
            let told = mismatches.into_iter().filter(|mismatch| !rules::is_refuted(mismatch, side, other));
            findings
                .extend(told.map(|mismatch| rules::with_bodies(mismatch, side, other)).filter_map(finding));
        }
    }
    unknown_exports(sides, &mut findings);
    // A type that means nothing on the other side has no layout to differ in.
    let meaningless = rules::meaningless_types(sides);
    let among = |place: &Place| meaningless.get(&(place.file.clone(), place.line));
    let mut judged = rules::judge(sides);
    findings = findings
        .into_iter()
        .filter_map(|finding| {
            let is_layout = finding.class.group() == Group::Layout;
            let held = among(&finding.location).or_else(|| finding.peer.as_ref().and_then(among));
            let Some((text, at)) = held.filter(|_| is_layout) else { return Some(finding) };
            let is_said = judged.iter().any(|other| other.location == *at);
            (!is_said).then(|| rules::without_meaning(&finding, text, at))?
        })
        .collect();
    findings.append(&mut judged);
    findings.extend(build::duplicate_runtimes(project, sides));
    wide_arity(&mut findings);
    settle(&mut findings);
    let mut analysis =
        Analysis { schema: SCHEMA, boundary: boundary(sides), findings, problems: problems(sides) };
    silence::in_place(project, &mut analysis);
    analysis
}

/// Whether two units are all that is linked: loose files of one folder, without a build that could
/// bring more.
fn is_all(project: &Project, side: &Side<'_>, other: &Side<'_>) -> bool {
    let unit = side.unit;
    let loose = !unit.has_manifest && !other.unit.has_manifest && unit.folder == other.unit.folder;
    let defines = || {
        let wanted = side.view.imports.functions.iter().map(|f| format!("fn {}(", f.symbol));
        wanted.into_iter().any(|head| other.unit.files.iter().any(|file| file.text.contains(&head)))
    };
    loose && !project.has_other_code && (!other.view.exports.functions.is_empty() || defines())
}

/// Whether a symbol begins as an export does, up to its first `_`.
fn is_called_as_exports<'e>(symbol: &str, mut exports: impl Iterator<Item = &'e str>) -> bool {
    let Some((beginning, _)) = symbol.split_once('_').filter(|(beginning, _)| !beginning.is_empty()) else {
        return false;
    };
    let is_same = |name: &str| name.split_once('_').is_some_and(|(other, _)| other == beginning);
    exports.any(is_same)
}

/// Where exports are made under names that are computed, nobody can say from the text what is missing.
fn unknown_exports(sides: &[Side<'_>], findings: &mut [Finding]) {
    if !sides.iter().any(|side| side.view.facts.unnamed_exports) {
        return;
    }
    for finding in findings.iter_mut().filter(|finding| finding.class == Class::LinkMissingSymbol) {
        finding.severity = Severity::Info;
        finding.evidence.push_str("; an export's name is computed in Zig, and may be this one");
    }
}

/// A slice counts as one parameter on one side and as two on the other: that it crosses is the mistake.
fn wide_arity(findings: &mut Vec<Finding>) {
    let of = |finding: &Finding| {
        let places = [Some(&finding.location), finding.peer.as_ref()].into_iter().flatten();
        places.map(|place| (place.file.clone(), place.line)).collect::<Vec<_>>()
    };
    let unsafe_types = findings.iter().filter(|finding| finding.class.group() == Group::NotFfiSafe);
    let unsafe_places: HashSet<(String, u32)> = unsafe_types.flat_map(of).collect();
    findings.retain(|finding| {
        !matches!(finding.class, Class::SigArity | Class::SigCallback | Class::SigIntWidth)
            || !of(finding).iter().any(|place| unsafe_places.contains(place))
    });
}

/// A function that can be made to panic in several places is said once, with the places.
fn panics_once(findings: &mut Vec<Finding>) {
    let mut first: BTreeMap<(String, Option<String>), usize> = BTreeMap::new();
    let mut kept: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings.drain(..) {
        if finding.class != Class::PanicAcrossFfi {
            kept.push(finding);
            continue;
        }
        let folder = Utf8Path::new(&finding.location.file).parent().map(ToString::to_string);
        let key = (finding.message.clone(), folder);
        if let Some(index) = first.get(&key) {
            let also = format!("; also at {}:{}", finding.location.file, finding.location.line);
            kept[*index].evidence.push_str(&also);
        } else {
            first.insert(key, kept.len());
            kept.push(finding);
        }
    }
    *findings = kept;
}

/// Orders findings, and says once what several rules saw.
fn settle(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| {
        let key =
            |f: &Finding| (f.location.file.clone(), f.location.line, f.class, f.severity, f.location.column);
        key(a).cmp(&key(b))
    });
    findings.dedup_by(|later, first| {
        later.class == first.class
            && later.location.file == first.location.file
            && later.location.line == first.location.line
    });
    findings.sort_by(|a, b| (&a.location, a.class).cmp(&(&b.location, b.class)));
    panics_once(findings);
}

/// What the readers did not understand, said once.
fn problems(sides: &[Side<'_>]) -> Vec<Problem> {
    let all = sides.iter().flat_map(|side| &side.view.problems);
    let mut problems: Vec<Problem> = all
        .map(|problem| Problem { place: place(&problem.location), message: problem.message.clone() })
        .collect();
    problems.sort();
    problems.dedup();
    problems
}

/// Which units offer a symbol, and which define it without offering it, by their numbers.
struct Offers<'s> {
    offering: HashMap<&'s str, Vec<usize>>,
    hiding: HashMap<&'s str, Vec<usize>>,
}

impl<'s> Offers<'s> {
    fn of(sides: &'s [Side<'_>]) -> Self {
        let mut offers = Self { offering: HashMap::new(), hiding: HashMap::new() };
        for (index, side) in sides.iter().enumerate() {
            for (symbol, _) in symbols(&side.view.exports) {
                offers.offering.entry(symbol).or_default().push(index);
            }
            for hidden in &side.view.facts.hidden {
                offers.hiding.entry(&hidden.function.symbol).or_default().push(index);
            }
        }
        offers
    }
}

/// What `side` declares of others, split by the unit that is meant by each symbol: the nearest
/// one of another language that offers it; where none does, the nearest one that hides it, and
/// else the nearest one.
fn pair<'s, 'p>(
    side: &Side<'p>,
    sides: &'s [Side<'p>],
    offers: &Offers<'_>,
) -> Vec<(&'s Side<'p>, Interface)> {
    let imports = &side.view.imports;
    if imports.functions.is_empty() && imports.statics.is_empty() {
        return Vec::new();
    }
    let is_other = |index: &usize| sides[*index].unit.language != side.unit.language;
    let far = |index: &usize| distance(&side.unit.folder, &sides[*index].unit.folder);
    let nearest = |of: Option<&Vec<usize>>| of?.iter().copied().filter(is_other).min_by_key(far);
    let any = OnceCell::new();
    let meant = |symbol: &str| {
        let found = nearest(offers.offering.get(symbol)).or_else(|| nearest(offers.hiding.get(symbol)));
        found.or_else(|| *any.get_or_init(|| (0..sides.len()).filter(is_other).min_by_key(far)))
    };
    let empty = Interface { functions: Vec::new(), statics: Vec::new(), ..imports.clone() };
    let mut split: BTreeMap<usize, Interface> = BTreeMap::new();
    for function in &imports.functions {
        if let Some(index) = meant(&function.symbol) {
            split.entry(index).or_insert_with(|| empty.clone()).functions.push(function.clone());
        }
    }
    for variable in &imports.statics {
        if let Some(index) = meant(&variable.symbol) {
            split.entry(index).or_insert_with(|| empty.clone()).statics.push(variable.clone());
        }
    }
    split.into_iter().filter_map(|(index, part)| Some((sides.get(index)?, part))).collect()
}

/// Steps from one folder to the other through the folder that holds both.
pub(crate) fn distance(from: &Utf8Path, to: &Utf8Path) -> usize {
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    from.components().count() + to.components().count() - 2 * shared
}

/// Findings stand in source; a mismatch that no source position is known for has none to stand at.
fn finding(mismatch: Mismatch) -> Option<Finding> {
    Some(Finding {
        class: mismatch.class,
        severity: mismatch.severity,
        message: mismatch.message,
        location: place(mismatch.location.as_ref().or(mismatch.peer.as_ref())?),
        peer: mismatch.location.as_ref().and(mismatch.peer.as_ref()).map(place),
        evidence: mismatch.evidence,
        fix: mismatch.fix,
    })
}

pub(crate) fn place(location: &Location) -> Place {
    Place { file: location.file.clone(), line: location.line, column: location.column.max(1) }
}

/// Every export and every use, with the places where the other side has it.
fn boundary(sides: &[Side<'_>]) -> Vec<Crossing> {
    let mut all = Vec::new();
    for side in sides {
        let mut lines: HashMap<&str, Vec<&str>> = HashMap::new();
        for (kind, interface) in
            [(CrossingKind::Export, &side.view.exports), (CrossingKind::Use, &side.view.imports)]
        {
            for (symbol, location) in symbols(interface) {
                let Some(location) = location else { continue };
                let file = location.file.as_str();
                let lines = lines.entry(file).or_insert_with(|| lines_of(side.unit, file));
                all.push(Crossing {
                    kind,
                    language: side.unit.language,
                    symbol: symbol.to_owned(),
                    signature: declaration(lines, location),
                    location: place(location),
                    peers: Vec::new(),
                });
            }
        }
    }
    link_peers(&mut all);
    all.sort_by(|a, b| (&a.location, &a.symbol).cmp(&(&b.location, &b.symbol)));
    all
}

fn symbols(interface: &Interface) -> impl Iterator<Item = (&str, Option<&Location>)> {
    let functions = interface.functions.iter().map(|f| (f.symbol.as_str(), f.location.as_ref()));
    functions.chain(interface.statics.iter().map(|s| (s.symbol.as_str(), s.location.as_ref())))
}

fn link_peers(all: &mut [Crossing]) {
    let mut by_symbol: BTreeMap<String, Vec<(CrossingKind, Language, Place)>> = BTreeMap::new();
    for crossing in all.iter() {
        let entry = (crossing.kind, crossing.language, crossing.location.clone());
        by_symbol.entry(crossing.symbol.clone()).or_default().push(entry);
    }
    for crossing in all {
        let same = by_symbol.get(&crossing.symbol).map_or(&[][..], Vec::as_slice);
        let others: Vec<&Place> = same
            .iter()
            .filter(|(kind, language, _)| *kind != crossing.kind && *language != crossing.language)
            .map(|(_, _, place)| place)
            .collect();
        let steps = |place: &Place| {
            let folder =
                |file: &str| Utf8Path::new(file).parent().map(Utf8Path::to_owned).unwrap_or_default();
            distance(&folder(&crossing.location.file), &folder(&place.file))
        };
        let nearest = others.iter().map(|place| steps(place)).min();
        crossing.peers = others.into_iter().filter(|place| Some(steps(place)) == nearest).cloned().collect();
    }
}

/// Longest declaration that is quoted.
const DECLARATION_CHARS_MAX: usize = 400;

/// The lines of a file of a unit.
fn lines_of<'u>(unit: &'u Unit, path: &str) -> Vec<&'u str> {
    let file = unit.files.iter().find(|file| file.path == path);
    file.map(|file| file.text.lines().collect()).unwrap_or_default()
}

/// The declaration at a place, in one line, up to its body or semicolon.
fn declaration(lines: &[&str], location: &Location) -> String {
    let first = usize::try_from(location.line.saturating_sub(1)).unwrap_or(usize::MAX);
    let rest = lines.iter().skip(first).take(40).copied().collect::<Vec<_>>().join(" ");
    let end = rest.find(['{', ';']).unwrap_or(rest.len());
    let words = rest[..end].split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(DECLARATION_CHARS_MAX).collect()
}
