//! What is wrong beyond the declarations: the facts of one side held against those of the other.

mod callbacks;
mod link;
mod numbers;
mod types;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use ghost_abi::compare::Mismatch;
use ghost_abi::model::{Extent, Function, Location, Nullability, Type};

use crate::analyze::{Side, place};
use crate::built;
use crate::effects::{Change, Effects, Keep, Keeper, Origin, Parameter, Resource, ResourceKind};
use crate::finding::{Class, Finding, Language, Place, Severity};
use crate::held;
use crate::knowledge::{Knowledge, owned};
use crate::project::Unit;
use crate::rust::{self, Call, NullPanic, RustFacts};
use crate::zig::{self, ZigUses};
use callbacks::{borrowed_again, callbacks, imported_calls};
use link::{collisions, exported_twice};
use types::foreign_types;
pub(crate) use types::{meaningless_types, without_meaning};

/// Every finding that bodies show.
pub(crate) fn judge(sides: &[Side<'_>]) -> Vec<Finding> {
    let (mut found, mut followed) = (Vec::new(), Vec::new());
    let uses: Vec<ZigUses> = sides.iter().map(|side| zig_uses(side, sides)).collect();
    let calls: Vec<&Call> = sides.iter().flat_map(|side| &side.rust.calls).collect();
    for side in sides {
        found.extend(
            side.rust.findings.iter().map(|(symbol, finding)| with_peer(symbol, finding, side, sides)),
        );
        found.extend(side.zig.findings.iter().cloned());
        found.extend(callback_panics(side, sides));
        let exports =
            if side.unit.language == Language::Rust { &side.rust.exports } else { &side.zig.exports };
        let gives = &side.rust.gives;
        let language = side.unit.language;
        let index = Index::of(exports, &side.rust.given_releases);
        let computed = side.view.facts.unnamed_exports;
        let others = || sides.iter().filter(|other| other.unit.language != language);
        let is_used = |symbol: &str| others().any(|other| other.view.imports.function(symbol).is_some());
        let waits = exports.iter().any(|effects| effects.joins && is_used(&effects.symbol));
        let together = Together {
            language,
            sides,
            of_package: side.unit.has_manifest,
            exports,
            index: &index,
            computed,
            waits,
            gives,
            uses: &uses,
            calls: &calls,
        };
        for effects in exports {
            together.ownership(effects, &mut found);
            together.lifetime(effects, &mut found);
            together.cstring_length(effects, &mut found);
            Together::text(effects, side, sides, &mut found);
        }
        found.extend(
            side.rust
                .null_panics
                .iter()
                .filter(|panic| null_may_come(panic, sides))
                .map(|p| p.finding.clone()),
        );
        if uses_other_side(&side.rust) {
            // Whoever asks goes over all sides: once for each is often enough.
            let known = Knowledge::of(side, sides);
            foreign_frees(&side.rust, &known, &mut found);
            foreign_texts(&side.rust, &known, &mut found);
            foreign_ends(side, &known, &mut found);
            dropped_twice(&side.rust, &known, &mut found);
            if !side.rust.traces.is_empty() {
                found.extend(held::judge(&side.rust.traces, &known));
                followed.extend(crate::flow::judge(&side.rust.flow, &known));
            }
        }
        global_writes(side, sides, &calls, &mut found);
        foreign_types(side, sides, &mut found);
        numbers::differing(side, sides, &mut found);
        collisions(side, sides, &mut found);
        imported_calls(side, sides, &mut found);
        callbacks(side, &uses, &mut found);
        borrowed_again(side, &uses, &mut found);
    }
    exported_twice(sides, &mut found);
    for uses in uses {
        found.extend(uses.findings);
        followed.extend(uses.flow);
    }
    // What was said already is said once.
    followed.retain(|finding| !found.iter().any(|known| is_same(known, finding)));
    found.extend(followed);
    found
}

/// Whether two findings are about one mistake.
fn is_same(known: &Finding, finding: &Finding) -> bool {
    known.class == finding.class
        && (known.location == finding.location
            || known.peer.as_ref() == Some(&finding.location)
            || finding.peer.as_ref() == Some(&known.location))
}

/// Panics in callbacks of Zig that stand, or are named, beside what Rust of the project offers: others are called by
/// other libraries.
fn callback_panics(side: &Side<'_>, sides: &[Side<'_>]) -> Vec<Finding> {
    if side.zig.callback_panics.is_empty() {
        return Vec::new();
    }
    let offered = |symbol: &str| {
        let mut others = sides.iter().filter(|other| other.unit.language == Language::Rust);
        others.any(|other| other.view.exports.function(symbol).is_some())
    };
    let imports = side.view.imports.functions.iter().map(|function| function.symbol.as_str());
    let of_rust: Vec<&str> = imports.filter(|symbol| offered(symbol)).collect();
    let beside = |text: &str| of_rust.iter().any(|symbol| text.contains(symbol));
    let files: Vec<&str> =
        side.unit.files.iter().map(|file| file.text.as_str()).filter(|text| beside(text)).collect();
    let given =
        side.zig.callback_panics.iter().filter(|(name, _)| files.iter().any(|text| text.contains(name)));
    given.map(|(_, finding)| finding.clone()).collect()
}

/// A finding about one side's function, with the other side's declaration of it.
fn with_peer(symbol: &str, finding: &Finding, side: &Side<'_>, sides: &[Side<'_>]) -> Finding {
    let peer = || other_place(symbol, side, sides);
    Finding { peer: finding.peer.clone().or_else(peer), ..finding.clone() }
}

/// Whether a difference of the declarations is none by what the bodies do.
pub(crate) fn is_refuted(mismatch: &Mismatch, side: &Side<'_>, other: &Side<'_>) -> bool {
    if mismatch.class == Class::LinkMissingSymbol && side.unit.language == Language::Zig {
        return built::is_never_called(side.unit, &mismatch.symbol);
    }
    let exports =
        if other.unit.language == Language::Rust { &other.rust.exports } else { &other.zig.exports };
    mismatch.class == Class::SigSentinel
        && exports.iter().any(|effects| {
            effects.symbol == mismatch.symbol
                && effects.returns.iter().any(|flow| flow.what == (Origin::Text { terminated: true }))
        })
}

/// A difference that is one for sure by what the bodies do: what is const is written to.
pub(crate) fn with_bodies(mismatch: Mismatch, side: &Side<'_>, other: &Side<'_>) -> Mismatch {
    let exports =
        if other.unit.language == Language::Rust { &other.rust.exports } else { &other.zig.exports };
    let writes = |effects: &Effects, param: usize| {
        let params = effects.mutates.iter().map(|(index, _)| index);
        let written = effects.writes.iter().map(|(index, _)| index);
        let ended = effects.terminators.iter().map(|(index, _)| index);
        params.chain(written).chain(ended).any(|index| *index == param)
    };
    if mismatch.class == Class::EnumInvalidValue && mismatch.severity == Severity::Info {
        let severity =
            if numbers::makes_values(&mismatch, [side, other]) { Severity::Warning } else { Severity::Info };
        return Mismatch { severity, ..mismatch };
    }
    // `NonNull` has no form for what is const.
    if mismatch.class == Class::SigPointerConst
        && mismatch.param.is_none()
        && side.unit.language == Language::Rust
        && mismatch.location.as_ref().is_some_and(|at| line_of(side.unit, at).contains("NonNull<"))
    {
        return Mismatch { severity: Severity::Info, ..mismatch };
    }
    let written = mismatch.class == Class::SigPointerConst
        && mismatch.severity == Severity::Info
        && mismatch.param.is_some_and(|param| {
            exports.iter().any(|effects| effects.symbol == mismatch.symbol && writes(effects, param))
        });
    if written { Mismatch { severity: Severity::Error, ..mismatch } } else { mismatch }
}

/// The line of a unit that a place names.
fn line_of<'u>(unit: &'u Unit, at: &Location) -> &'u str {
    let file = unit.files.iter().find(|file| file.path == at.file);
    let index = usize::try_from(at.line.saturating_sub(1)).unwrap_or(usize::MAX);
    file.and_then(|file| file.text.lines().nth(index)).unwrap_or_default()
}

/// Whether somebody declares that null may be given.
fn null_may_come(panic: &NullPanic, sides: &[Side<'_>]) -> bool {
    let declared = sides.iter().filter_map(|side| side.view.imports.function(&panic.symbol));
    declared.filter_map(|function| function.params.get(panic.param)).any(|param| match &param.ty {
        Type::Pointer(pointer) => {
            pointer.nullable == Nullability::Nullable && pointer.extent != Extent::Unknown
        }
        Type::FnPointer(pointer) => pointer.nullable == Nullability::Nullable,
        _ => false,
    })
}

/// Variables of Zig that functions change which Rust calls from threads.
fn global_writes(side: &Side<'_>, sides: &[Side<'_>], calls: &[&Call], found: &mut Vec<Finding>) {
    let mut said = HashSet::new();
    for write in &side.zig.global_writes {
        let mut of_symbol = calls.iter().filter(|call| call.symbol == write.symbol).peekable();
        let any = of_symbol.peek().copied().filter(|_| starts_threads(sides));
        let Some(call) = of_symbol.find(|call| call.on_thread.is_some()).or(any) else { continue };
        if !said.insert((&write.symbol, &write.name)) {
            continue;
        }
        found.push(Finding {
            class: Class::StaticMut,
            severity: Severity::Warning,
            message: format!(
                "`{}` changes `{}` unsynchronised, and threads may call it",
                write.symbol, write.name
            ),
            location: write.at.clone(),
            peer: Some(call.at.clone()),
            evidence: "Rust starts threads, and calls it".to_owned(),
            fix: Some("use an atomic, or a mutex".to_owned()),
        });
    }
}

/// Whether Rust that calls the other side starts threads anywhere.
fn starts_threads(sides: &[Side<'_>]) -> bool {
    let marks = ["thread::spawn", "thread::Builder", "thread::scope", "par_iter", "tokio::", "rayon::"];
    let starts = |text: &str| marks.iter().any(|mark| text.contains(mark));
    let callers = sides.iter().filter(|side| !side.rust.calls.is_empty());
    callers.flat_map(|side| &side.unit.files).any(|file| starts(&file.text))
}

/// Whether there is anything to hold against what is known of the other side.
fn uses_other_side(rust: &RustFacts) -> bool {
    !(rust.foreign_frees.is_empty()
        && rust.foreign_texts.is_empty()
        && rust.foreign_ends.is_empty()
        && rust.dropped_twice.is_empty()
        && rust.traces.is_empty())
}

/// Frees of what the other side made; what it only hands back is not its own.
fn foreign_frees(rust: &RustFacts, known: &Knowledge<'_>, found: &mut Vec<Finding>) {
    for free in &rust.foreign_frees {
        let given = known.effects(&free.symbol).is_some_and(|effects| {
            effects.writes.iter().any(|(_, flow)| matches!(flow.what, Origin::Owned(_)))
        });
        if given || known.owned(&free.symbol).is_some() {
            let peer = known.effects(&free.symbol).map(|effects| effects.location.clone());
            found.push(Finding { peer, ..free.finding.clone() });
        }
    }
}

/// Text of the other side that is not checked; literals are UTF-8, and so are numbers.
fn foreign_texts(rust: &RustFacts, known: &Knowledge<'_>, found: &mut Vec<Finding>) {
    for text in &rust.foreign_texts {
        let Some(effects) = known.effects(&text.symbol) else { continue };
        let literal = |origin: &Origin| matches!(origin, Origin::Text { .. } | Origin::Null);
        let literals = !effects.returns.is_empty() && effects.returns.iter().all(|flow| literal(&flow.what));
        if !literals && !effects.ascii {
            found.push(Finding { peer: Some(effects.location.clone()), ..text.finding.clone() });
        }
    }
}

/// Text of the other side that is taken for a C string, and that nobody ended.
fn foreign_ends(side: &Side<'_>, known: &Knowledge<'_>, found: &mut Vec<Finding>) {
    for (symbol, at) in &side.rust.foreign_ends {
        // Where the declarations promise an end, they differ, and that is said already.
        if side.view.imports.function(symbol).is_some_and(|declared| is_c_string(&declared.ret)) {
            continue;
        }
        let Some(given) = known.effects(symbol).and_then(|effects| effects.unended.first()) else { continue };
        found.push(Finding {
            class: Class::UnterminatedString,
            severity: Severity::Error,
            message: format!("the text of `{symbol}` has no terminator, and is taken for a C string"),
            location: given.clone(),
            peer: Some(at.clone()),
            evidence: "no zero is written behind it".to_owned(),
            fix: Some("write a zero behind the text, or take it with its length".to_owned()),
        });
    }
}

/// Releases that `Drop` repeats, of functions that do release.
fn dropped_twice(rust: &RustFacts, known: &Knowledge<'_>, found: &mut Vec<Finding>) {
    let twice = rust.dropped_twice.iter().filter(|twice| known.releases(&twice.symbol).next().is_some());
    found.extend(twice.map(|twice| twice.finding.clone()));
}

fn zig_uses(side: &Side<'_>, sides: &[Side<'_>]) -> ZigUses {
    let imports = &side.view.imports;
    if side.unit.language != Language::Zig || (imports.functions.is_empty() && side.zig.exports.is_empty()) {
        return ZigUses::default();
    }
    zig::read_uses(&side.trees, imports, &Knowledge::of(side, sides))
}

/// The exports of one unit, and how everybody uses them.
struct Together<'a> {
    language: Language,
    /// All units of the project.
    sides: &'a [Side<'a>],
    /// Whether this one is a package, and may depend on others.
    of_package: bool,
    exports: &'a [Effects],
    index: &'a Index<'a>,
    /// Whether the unit exports more, under names that are computed.
    computed: bool,
    /// Whether it exports something that waits for threads, and that the other side uses.
    waits: bool,
    /// Kinds of memory that anything in the unit gives away.
    gives: &'a HashSet<ResourceKind>,
    uses: &'a [ZigUses],
    /// Calls that Rust makes.
    calls: &'a [&'a Call],
}

impl Together<'_> {
    fn ownership(&self, effects: &Effects, found: &mut Vec<Finding>) {
        let outs = effects.writes.iter().map(|(_, flow)| flow);
        let given = effects.returns.iter().chain(outs).find_map(|flow| match &flow.what {
            Origin::Owned(resource) => Some((resource, flow.at.clone())),
            _ => None,
        });
        if let Some((resource, at)) = given
            && !self.index.releases(resource.kind, &resource.holds)
            && !self.computed
            && !self.is_released_elsewhere(resource)
        {
            found.push(Finding {
                class: Class::OwnershipNoFreeFn,
                severity: Severity::Warning,
                message: format!(
                    "`{}` hands out memory that no exported function takes back",
                    effects.symbol
                ),
                location: at,
                peer: None,
                evidence: format!("it gives a {}", shown(resource.kind)),
                fix: Some("export a function that frees it".to_owned()),
            });
        }
        for release in &effects.releases {
            let produced = self.index.makers(release.resource.kind);
            let given = self
                .uses
                .iter()
                .find_map(|uses| uses.own_arguments.get(&(effects.symbol.clone(), release.param)).cloned());
            let kind = release.resource.kind;
            let foreign = kind != ResourceKind::Zig
                && !release.inside
                && (given.is_some()
                    || produced.is_empty()
                        && !self.gives.iter().any(|given| kind.fits(*given))
                        && !self.is_given_elsewhere(kind));
            if foreign {
                found.push(Finding {
                    class: Class::OwnershipForeignFree,
                    severity: if given.is_some() { Severity::Error } else { Severity::Warning },
                    message: format!("`{}` adopts memory that this side did not allocate", effects.symbol),
                    location: release.at.clone(),
                    peer: given,
                    evidence: format!("rebuilt as a {}; no export makes one", shown(release.resource.kind)),
                    fix: Some("copy the bytes, and leave the memory to its owner".to_owned()),
                });
            } else if release.length_as_capacity
                && produced.iter().any(|other| gives_vec(other, &release.resource.holds))
            {
                found.push(Finding {
                    class: Class::VecRawPartsCapacity,
                    severity: Severity::Error,
                    message: format!("`{}` rebuilds a `Vec` with its length as its capacity", effects.symbol),
                    location: release.at.clone(),
                    peer: produced.first().map(|other| other.location.clone()),
                    evidence: "the `Vec` was given out without becoming a boxed slice first".to_owned(),
                    fix: Some("give out `into_boxed_slice()`, or pass the capacity along".to_owned()),
                });
            }
        }
    }

    /// Whether another crate of the project exports what takes memory back.
    fn is_released_elsewhere(&self, resource: &Resource) -> bool {
        let mut others = self
            .sides
            .iter()
            .filter(|side| self.of_package && side.unit.language == self.language && side.unit.has_manifest);
        self.language == Language::Rust
            && others.any(|side| {
                let index = Index::of(&side.rust.exports, &side.rust.given_releases);
                index.releases(resource.kind, &resource.holds)
            })
    }

    /// Whether another crate of the project gives memory of a kind away, which may be the one that is taken back.
    fn is_given_elsewhere(&self, kind: ResourceKind) -> bool {
        let packages = self.sides.iter().map(|side| side.unit);
        let packages = packages.filter(|unit| unit.language == Language::Rust && unit.has_manifest);
        let mut files = packages.filter(|_| self.of_package).flat_map(|unit| &unit.files);
        files.any(|file| rust::given_kinds(&file.text).iter().any(|given| kind.fits(*given)))
    }

    /// A terminator that is moved changes the length that a C string is freed with.
    fn cstring_length(&self, effects: &Effects, found: &mut Vec<Finding>) {
        if effects.terminators.is_empty() {
            return;
        }
        let is_cstring = |resource: &Resource| resource.kind == ResourceKind::CString;
        let made = self.exports.iter().any(|other| owned(other).is_some_and(is_cstring));
        let freed = self.exports.iter().any(|other| other.releases.iter().any(|r| is_cstring(&r.resource)));
        for (param, at) in &effects.terminators {
            let text = effects.params.get(*param).is_some_and(|p| p.pointee == "c_char");
            if made && freed && text {
                found.push(Finding {
                    class: Class::OwnershipCstringLength,
                    severity: Severity::Warning,
                    message: format!(
                        "`{}` moves the end of a string that is freed as a `CString`",
                        effects.symbol
                    ),
                    location: at.clone(),
                    peer: None,
                    evidence: "`CString::from_raw` finds the length by the terminator, and frees so much"
                        .to_owned(),
                    fix: Some("copy the string before changing it".to_owned()),
                });
            }
        }
    }

    /// What is known of the memory that callers give.
    fn evidence(&self, effects: &Effects, param: usize, by: Keeper) -> Given {
        let symbol = effects.symbol.as_str();
        let makes_keeper = by == Keeper::Handle && owned(effects).is_some();
        let key = (symbol.to_owned(), param);
        let mut given = Given::default();
        for uses in self.uses {
            if given.dying.is_none() {
                given.dying = uses.stack_arguments.get(&key).cloned();
            }
            given.lasting |= uses.lasting_arguments.contains(&key);
        }
        for call in self.calls.iter().filter(|call| call.symbol == symbol) {
            match call.args.get(param) {
                // What keeps it goes with the function that made it.
                Some(Origin::Dead(_)) if call.on_own_handle || makes_keeper && !call.escapes => {
                    given.lasting = true;
                }
                Some(Origin::Dead(_)) if given.dying.is_none() => given.dying = Some(call.at.clone()),
                Some(Origin::Text { .. }) => given.lasting = true,
                _ => {}
            }
        }
        given
    }

    /// Whether somebody calls an export that waits for threads.
    fn is_waited_for(&self) -> bool {
        let joins = |symbol: &str| self.exports.iter().any(|other| other.joins && other.symbol == symbol);
        self.calls.iter().any(|call| joins(&call.symbol))
    }

    fn lifetime(&self, effects: &Effects, found: &mut Vec<Finding>) {
        let symbol = &effects.symbol;
        let outs = effects.writes.iter().map(|(_, flow)| flow);
        // What Zig returns is judged with its own words.
        let outs = outs.filter(|_| self.language == Language::Rust);
        let returns = effects.returns.iter().filter(|_| self.language == Language::Rust);
        for flow in returns.chain(outs) {
            let Origin::Dead(name) = &flow.what else { continue };
            found.push(Finding {
                class: Class::DanglingReturn,
                severity: Severity::Error,
                message: format!("`{symbol}` hands out a pointer into `{name}`, which ends with the call"),
                location: flow.at.clone(),
                peer: None,
                evidence: format!("`{name}` is dropped when `{symbol}` returns"),
                fix: Some(
                    "give the memory away with `into_raw`, and export a function that frees it".to_owned(),
                ),
            });
        }
        self.interior(effects, found);
        let handed_over = effects.params.iter().any(is_release);
        for keep in &effects.keeps {
            // What a thread uses is kept for it.
            let by_thread = |other: &Keep| other.param == keep.param && other.by == Keeper::Thread;
            if keep.by == Keeper::Handle && effects.keeps.iter().any(by_thread) {
                continue;
            }
            if handed_over || effects.releases.iter().any(|release| release.param == keep.param) {
                continue;
            }
            let name = effects.params.get(keep.param).map_or("", |p| p.name.as_str());
            let mut given = self.evidence(effects, keep.param, keep.by);
            // Somebody waits for the thread, before what it uses ends for all that is known.
            if keep.by == Keeper::Thread && self.is_waited_for() {
                // Who gives the handle on waits where the memory is gone.
                let outlived = self.calls.iter().any(|call| {
                    call.symbol == *symbol
                        && call.escapes
                        && matches!(call.args.get(keep.param), Some(Origin::Dead(_)))
                });
                let dying = given.dying.filter(|_| outlived);
                given = Given { dying, lasting: true };
            }
            given.lasting |= keep.by == Keeper::Thread && self.waits;
            // The declaration says that it must, and nobody was seen to give less.
            given.lasting |= effects.params.get(keep.param).is_some_and(|param| param.lasting);
            let (class, how) = match keep.by {
                Keeper::Thread => (Class::LifetimeAsyncBuffer, "by a thread that goes on after the call"),
                Keeper::Static => (Class::LifetimeEscape, "in a static after the call"),
                Keeper::Handle => (Class::LifetimeEscape, "in what outlives the call"),
            };
            found.push(Finding {
                class,
                severity: given.severity(keep.by),
                message: format!("`{symbol}` keeps `{name}` {how}"),
                location: keep.at.clone(),
                peer: given.dying,
                evidence: format!("`{name}` is borrowed for the call only"),
                fix: Some("copy what it points to".to_owned()),
            });
        }
    }

    /// A pointer into a container that the same call lets grow: the next call may move it.
    fn interior(&self, effects: &Effects, found: &mut Vec<Finding>) {
        let given = effects.returns.iter().find_map(|flow| match &flow.what {
            Origin::Inside(interior) if !interior.boxed => {
                let field = interior.field.as_ref()?;
                let grows = |change: &&Change| {
                    change.param == interior.param && change.field.as_ref() == Some(field) && !change.drops
                };
                effects.changes.iter().find(grows).map(|_| (field, &flow.at))
            }
            _ => None,
        });
        let Some((field, at)) = given else { return };
        // Where a use of such a pointer was seen, that is said instead.
        let said =
            |finding: &Finding| finding.class == Class::LifetimeInteriorPointer && finding.location == *at;
        if self.uses.iter().flat_map(|uses| &uses.findings).any(said) {
            return;
        }
        found.push(Finding {
            class: Class::LifetimeInteriorPointer,
            severity: Severity::Warning,
            message: format!(
                "`{}` gives a pointer into `{field}`, which its next call may move",
                effects.symbol
            ),
            location: at.clone(),
            peer: None,
            evidence: format!("`{field}` grows in the same function"),
            fix: Some("give out an index, or keep each element in memory of its own".to_owned()),
        });
    }

    /// Text without a terminator where the other side declares or needs one.
    fn text(effects: &Effects, side: &Side<'_>, sides: &[Side<'_>], found: &mut Vec<Finding>) {
        let bare = |what: &Origin| matches!(what, Origin::Text { terminated: false });
        let flows = effects.writes.iter().map(|(_, flow)| flow).chain(&effects.returns);
        let given = effects.bare_returns.len() + effects.bare_writes.len();
        if given == 0 && !flows.map(|flow| &flow.what).any(bare) {
            return;
        }
        let own = side.view.exports.function(&effects.symbol);
        let declared: Vec<&Function> =
            sides.iter().filter_map(|other| other.view.imports.function(&effects.symbol)).collect();
        let counted = own.is_some_and(|own| own.params.iter().any(|param| is_count(&param.ty)));
        let peer = declared.iter().find_map(|f| f.location.as_ref()).map(place);
        let mut report = |at: &Place, message: String, evidence: &str, fix: &str| {
            found.push(Finding {
                class: Class::UnterminatedString,
                severity: Severity::Error,
                message,
                location: at.clone(),
                peer: peer.clone(),
                evidence: evidence.to_owned(),
                fix: Some(fix.to_owned()),
            });
        };
        let literals = effects.returns.iter().filter(|flow| bare(&flow.what)).map(|flow| &flow.at);
        let returned = literals.chain(effects.bare_returns.iter().filter(|_| !counted)).next();
        // Where this side promises no text, the declarations differ, and that is said already.
        let promised = match own {
            Some(own) => is_c_string(&own.ret),
            None => declared.iter().any(|f| is_c_string(&f.ret)),
        };
        if let Some(at) = returned.filter(|_| promised) {
            let message = format!("`{}` returns text without a terminator as a C string", effects.symbol);
            report(
                at,
                message,
                "no zero is written behind it",
                "make a C string of it, or return its length",
            );
        }
        let param = |index: usize| {
            let sides = own.into_iter().chain(declared.iter().copied());
            sides.filter_map(move |function| function.params.get(index))
        };
        let silent = own.is_some_and(|own| matches!(own.ret, Type::Void | Type::Bool));
        let outs =
            effects.writes.iter().filter(|(_, flow)| bare(&flow.what)).map(|(index, flow)| (index, &flow.at));
        for (index, at) in outs {
            if !counted && param(*index).any(|param| is_c_string_out(&param.ty)) {
                let message = format!("`{}` gives text without a terminator as a C string", effects.symbol);
                report(at, message, "no zero stands behind it", "write it as a C string literal: `c\"…\"`");
            }
        }
        for (index, at) in &effects.bare_writes {
            if silent && !counted && param(*index).any(|param| is_c_string(&param.ty)) {
                let message = format!("`{}` writes text without a terminator to its caller", effects.symbol);
                report(at, message, "neither a zero nor the length is given", "write a zero behind the text");
            }
        }
    }
}

/// Whether a function hands out a `Vec` of such elements as it is, as its result or through a pointer.
fn gives_vec(effects: &Effects, holds: &str) -> bool {
    let outs = effects.writes.iter().map(|(_, flow)| flow);
    effects.returns.iter().chain(outs).any(|flow| match &flow.what {
        Origin::Owned(resource) if resource.kind == ResourceKind::Vec => {
            resource.holds.is_empty() || holds.is_empty() || resource.holds == holds
        }
        _ => false,
    })
}

/// A pointer to a number, through which a length may come back.
fn is_count(ty: &Type) -> bool {
    matches!(ty, Type::Pointer(pointer) if pointer.mutable
        && matches!(&pointer.pointee, Type::Int(int) if int.bits > 8))
}

/// A pointer to a place for a C string.
fn is_c_string_out(ty: &Type) -> bool {
    matches!(ty, Type::Pointer(pointer) if is_c_string(&pointer.pointee))
}

/// A function that is given along to end what is given: it is handed over, and not borrowed.
fn is_release(param: &Parameter) -> bool {
    let words = ["release", "free", "destroy", "dtor", "deleter", "drop", "dealloc", "finalize", "cleanup"];
    let name = param.name.to_ascii_lowercase();
    param.pointee.is_empty() && words.iter().any(|word| name.contains(word))
}

/// What callers give for a parameter that is kept.
#[derive(Default)]
struct Given {
    /// Where memory that dies with its function is given.
    dying: Option<Place>,
    /// Whether memory that lives for ever, or as long as what keeps it, is given somewhere.
    lasting: bool,
}

impl Given {
    fn severity(&self, by: Keeper) -> Severity {
        match by {
            _ if self.dying.is_some() => Severity::Error,
            // Every call that was seen is right; that the next one is, nobody promises.
            _ if self.lasting => Severity::Info,
            Keeper::Static | Keeper::Thread => Severity::Warning,
            // A constructor may well borrow what outlives its result.
            Keeper::Handle => Severity::Info,
        }
    }
}

/// What the exports of one unit make and take back, so that each is looked at once.
#[derive(Default)]
struct Index<'a> {
    /// What bodies take back: what lies in it, by what made it.
    released: HashMap<&'a str, HashSet<ResourceKind>>,
    /// What functions take that release by their name, where the body cannot be followed.
    released_by_name: HashSet<&'a str>,
    /// Whether one of those takes an untyped pointer, or takes anything at all.
    untyped_by_name: bool,
    any_by_name: bool,
    /// The functions that make each kind of memory, in order.
    makers: BTreeMap<ResourceKind, Vec<&'a Effects>>,
}

impl<'a> Index<'a> {
    fn of(exports: &'a [Effects], given: &'a [Resource]) -> Self {
        const NAMES: [&str; 8] =
            ["free", "destroy", "release", "drop", "delete", "close", "deinit", "dispose"];
        let mut index = Self::default();
        for resource in given {
            index.released.entry(resource.holds.as_str()).or_default().insert(resource.kind);
        }
        for effects in exports {
            for release in &effects.releases {
                let declared = effects.params.get(release.param).map(|param| param.pointee.as_str());
                let declared = declared.filter(|declared| !declared.is_empty() && !release.inside);
                for holds in std::iter::once(release.resource.holds.as_str()).chain(declared) {
                    index.released.entry(holds).or_default().insert(release.resource.kind);
                }
            }
            let words = effects.symbol.to_ascii_lowercase();
            if effects.releases.is_empty() && NAMES.iter().any(|word| words.contains(word)) {
                index.any_by_name |= !effects.params.is_empty();
                index.untyped_by_name |= effects.params.iter().any(Parameter::is_untyped);
                index.released_by_name.extend(effects.params.iter().map(|param| param.pointee.as_str()));
            }
            let outs = effects.writes.iter().filter_map(|(_, flow)| match &flow.what {
                Origin::Owned(resource) => Some(resource.kind),
                _ => None,
            });
            let kinds: BTreeSet<ResourceKind> =
                owned(effects).map(|r| r.kind).into_iter().chain(outs).collect();
            for kind in kinds {
                index.makers.entry(kind).or_default().push(effects);
            }
        }
        index
    }

    /// Whether an export takes back memory of a kind: by what its body does, or by its name.
    fn releases(&self, kind: ResourceKind, holds: &str) -> bool {
        let numbers = kind == ResourceKind::Zig && is_number(holds);
        // Where the type says how much is freed, what holds another type does not take it back.
        let exact = matches!(kind, ResourceKind::Box | ResourceKind::Zig);
        let by_body = self.released.iter().any(|(other, kinds)| {
            let same = *other == holds || holds.is_empty() || other.is_empty();
            let same = same || numbers && is_number(other);
            kinds.iter().any(|other| kind.fits(*other)) && (same || !exact)
        });
        let by_name = self.untyped_by_name
            || (holds.is_empty() && self.any_by_name)
            || self.released_by_name.contains(holds)
            || numbers && self.released_by_name.contains("");
        by_name || by_body
    }

    /// Functions that make memory of a kind, or what may be given back as it.
    fn makers(&self, kind: ResourceKind) -> Vec<&'a Effects> {
        let fitting = self.makers.iter().filter(|(made, _)| made.fits(kind));
        fitting.flat_map(|(_, makers)| makers.iter().copied()).collect()
    }
}

/// Whether a type is one of numbers.
fn is_number(ty: &str) -> bool {
    let bits = ty.strip_prefix(['u', 'i', 'f']).is_some_and(|bits| bits.parse::<u16>().is_ok());
    bits || matches!(ty, "usize" | "isize") || ty.starts_with("c_")
}

fn shown(kind: ResourceKind) -> &'static str {
    match kind {
        ResourceKind::Box => "`Box`",
        ResourceKind::BoxedSlice => "boxed slice",
        ResourceKind::Vec => "`Vec`",
        ResourceKind::CString => "`CString`",
        ResourceKind::Shared => "reference count",
        ResourceKind::Zig => "block of an allocator",
        ResourceKind::Unknown => "pointer of `into_raw`",
    }
}

fn is_c_string(ty: &Type) -> bool {
    use ghost_abi::model::IntSpelling;
    let Type::Pointer(pointer) = ty else { return false };
    let is_char = matches!(&pointer.pointee, Type::Int(int) if int.spelling == IntSpelling::CChar);
    is_char || matches!(pointer.extent, Extent::Sentinel(0))
}

/// Where the other side declares or offers a symbol.
fn other_place(symbol: &str, side: &Side<'_>, sides: &[Side<'_>]) -> Option<Place> {
    let others = sides.iter().filter(|other| other.unit.language != side.unit.language);
    let found = others.filter_map(|other| {
        let function = other.view.imports.function(symbol).or_else(|| other.view.exports.function(symbol))?;
        let steps = crate::analyze::distance(&side.unit.folder, &other.unit.folder);
        Some((steps, place(function.location.as_ref()?)))
    });
    found.min_by_key(|(steps, _)| *steps).map(|(_, place)| place)
}
