//! Facts of Rust code: what exported functions do with what crosses, and what is wrong already
//! on this side alone.

mod branches;
mod calls;
mod enums;
mod fallible;
mod given;
mod growth;
mod guards;
mod lower;
mod macros;
mod methods;
mod places;
mod reentry;
mod tables;
mod text;
mod threads;
mod trace;
mod unit;
mod unwind;
mod value;
mod walk;
mod words;

use std::collections::{HashMap, HashSet};

use ghost_abi::rust_source;
use serde::{Deserialize, Serialize};

use crate::effects::{Effects, Origin, Resource, ResourceKind};
use crate::finding::{Class, Finding, Place, Severity};
use crate::project::{Source, Unit};
pub(crate) use reentry::{Borrow, Lent};
pub(crate) use tables::FixedField;
pub(crate) use trace::{Event, Events, frees_own};
use unit::Items;
pub(crate) use unit::given_kinds;
use walk::{Site, SiteKind, Walk};
pub(crate) use words::is_known as is_known_method;

/// What a Rust unit shows.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct RustFacts {
    /// Effects of exported functions.
    pub(crate) exports: Vec<Effects>,
    /// Calls of functions that the other side offers.
    pub(crate) calls: Vec<Call>,
    /// What is wrong on this side alone, with the export that it is about.
    pub(crate) findings: Vec<(String, Finding)>,
    /// Fields of structs, as text, by the struct's name.
    pub(crate) structs: HashMap<String, Vec<String>>,
    /// Panics where a pointer parameter is null: whether that can be, the other side's declaration says.
    pub(crate) null_panics: Vec<NullPanic>,
    /// Frees of memory that a function of the other side gave.
    pub(crate) foreign_frees: Vec<Suspicion>,
    /// Releases in methods that end a value whose `Drop` releases the same again.
    pub(crate) dropped_twice: Vec<Suspicion>,
    /// Kinds of memory that anything in the unit gives away.
    pub(crate) gives: HashSet<ResourceKind>,
    /// Bytes that a function of the other side gave and that are taken for UTF-8.
    pub(crate) foreign_texts: Vec<Suspicion>,
    /// Pointers that a function of the other side gave, and of which the end is looked for.
    pub(crate) foreign_ends: Vec<(String, Place)>,
    /// Cells that are borrowed while functions of the other side are called.
    pub(crate) lent_cells: Vec<Lent>,
    /// Cells that exported functions borrow: the symbol, and the fields.
    pub(crate) borrows: HashMap<String, Vec<Borrow>>,
    /// Fields that are arrays of bytes: whether the last byte is left alone where they are filled.
    pub(crate) fixed_fields: HashMap<String, FixedField>,
    /// What functions take back that are not exported, and that the other side is given to call.
    pub(crate) given_releases: Vec<Resource>,
    /// Enums with values: names and values of their variants, and where.
    pub(crate) numbered: HashMap<String, Vec<(String, u64, Place)>>,
    /// What each function does with what the other side gives it.
    pub(crate) traces: Vec<Events>,
    /// The functions of a unit that calls the other side, to be followed.
    pub(crate) flow: crate::flow::Program,
}

/// A panic where a pointer parameter is null.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct NullPanic {
    pub(crate) symbol: String,
    pub(crate) param: usize,
    pub(crate) finding: Finding,
}

/// Something wrong with what a function of the other side gave, if it is as it seems.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Suspicion {
    /// The function of the other side.
    pub(crate) symbol: String,
    pub(crate) finding: Finding,
}

/// A call of a function that the other side offers.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Call {
    pub(crate) symbol: String,
    pub(crate) at: Place,
    pub(crate) args: Vec<Origin>,
    /// Where the thread begins that makes it, where it is not the caller's.
    pub(crate) on_thread: Option<Place>,
    /// Whether it is given something that the other side made, and that ends with the function that makes the call.
    pub(crate) on_own_handle: bool,
    /// Whether its result leaves the function that makes it, or is put where it outlives that.
    pub(crate) escapes: bool,
    /// Arguments that are text of a `String` or `str`, to which nobody added a terminator.
    pub(crate) unterminated: Vec<usize>,
    /// Arguments that are bytes of a caller, with a zero behind them that was put there by hand.
    pub(crate) ended: Vec<usize>,
    /// Functions of this side that are given: the parameter, and what they touch.
    pub(crate) callbacks: Vec<(usize, GivenFunction)>,
    /// Other functions of the other side that gave the arguments.
    pub(crate) given_by: Vec<String>,
}

/// A function that is given to the other side, and what it touches.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct GivenFunction {
    /// The function.
    pub(crate) function: String,
    /// Where it begins.
    pub(crate) begins: Place,
    /// Where it uses state outside of it.
    pub(crate) state: Option<Place>,
    /// Where it changes what nothing keeps two threads apart at.
    pub(crate) unsynchronised: Option<Place>,
}

/// Reads the bodies of a unit.
pub(crate) fn read(unit: &Unit) -> RustFacts {
    // Files that do not parse are told by the reader of declarations.
    let (sources, mut trees): (Vec<&Source>, Vec<syn::File>) =
        unit.files.iter().filter_map(|file| Some((file, rust_source::parse(&file.text)?))).unzip();
    rust_source::inline_macros(&mut trees);
    let mut items = Items::default();
    for (source, file) in sources.into_iter().zip(&trees) {
        items.add(&source.path, file, &source.text);
    }
    let mut facts = RustFacts::default();
    let guards = trace::guards(&items);
    let mut slot_calls = Vec::new();
    facts.dropped_twice = trace::dropped_twice(&items, &guards)
        .into_iter()
        .map(|(symbol, at, drop)| Suspicion { finding: twice(&symbol, at, drop), symbol })
        .collect();
    let copies = trace::copied(&items, &guards).into_iter();
    let copies = copies.map(|(symbol, at, drop)| Suspicion { finding: copied(&symbol, at, drop), symbol });
    facts.dropped_twice.extend(copies);
    let adopted = items.adopted.iter();
    facts.foreign_frees.extend(adopted.map(|(symbol, at)| foreign_free("the caller", symbol, at)));
    for function in &items.functions {
        if !items.imports.is_empty() {
            facts.traces.extend(trace::of(&items, function, &guards));
        }
        let is_c = function.abi.as_deref().is_some_and(|abi| abi != "Rust");
        // A function that is neither offered nor able to call the other side shows nothing.
        if items.imports.is_empty() && (function.symbol.is_none() || !is_c) {
            if is_c {
                let releases = Walk::of(&items, function).effects.releases;
                facts.given_releases.extend(releases.into_iter().map(|release| release.resource));
            }
            continue;
        }
        let mut walk = Walk::of(&items, function);
        slot_calls.extend(walk.slot_calls.iter().map(|(slot, thread)| {
            let at = walk.threads.get(*thread).map(|thread| thread.at.clone()).unwrap_or_default();
            (slot.clone(), at)
        }));
        let texts = std::mem::take(&mut walk.foreign_texts);
        facts.foreign_texts.extend(texts.into_iter().map(|(symbol, at)| foreign_text(symbol, at)));
        facts.calls.extend(walk.import_calls.iter().map(|call| call_of(&items, call, &walk.escaped)));
        facts.foreign_ends.append(&mut walk.foreign_ends);
        let frees = walk.foreign_frees.iter();
        facts.foreign_frees.extend(frees.map(|(symbol, at)| foreign_free(&function.name, symbol, at)));
        let gone = std::mem::take(&mut walk.ended);
        facts.findings.extend(gone.into_iter().map(|(symbol, at)| (symbol.clone(), ended(&symbol, at))));
        if function.symbol.is_none() && is_c {
            facts.given_releases.extend(walk.effects.releases.iter().map(|release| release.resource.clone()));
            facts.findings.extend(judge_callback(function, &walk));
        } else if function.symbol.is_none() {
            let calls = !walk.import_calls.is_empty();
            let fields = walk.sites.iter().filter(|site| match site.what {
                SiteKind::UnterminatedField => true,
                SiteKind::CutShort => site.tainted,
                SiteKind::InteriorNul => calls && site.tainted,
                SiteKind::InvalidEnum => calls,
                _ => false,
            });
            let told = fields.map(|site| (function.name.clone(), site_finding(&function.name, site)));
            facts.findings.extend(told);
        }
        if function.symbol.is_none() || !is_c {
            continue;
        }
        facts.exported(&items, function, walk);
    }
    threads::calls_of_stored(&mut facts.exports, &slot_calls);
    facts.declared(items, unit);
    facts.findings.sort_by(|(_, a), (_, b)| (&a.location, a.class).cmp(&(&b.location, b.class)));
    statics_once(&mut facts.findings);
    facts.findings.dedup_by(|(_, a), (_, b)| a.location == b.location && a.class == b.class);
    facts
}

/// Statics that one function reaches together are one mistake: the first of them is told.
fn statics_once(findings: &mut Vec<(String, Finding)>) {
    let mut reached: HashMap<&str, Vec<&Place>> = HashMap::new();
    for (symbol, finding) in findings.iter().filter(|(_, finding)| finding.class == Class::StaticMut) {
        reached.entry(symbol).or_default().push(&finding.location);
    }
    let mut groups: Vec<Vec<&Place>> = Vec::new();
    for places in reached.into_values() {
        let (with, mut others): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|group| group.iter().any(|place| places.contains(place)));
        others.push(with.into_iter().flatten().chain(places).collect());
        groups = others;
    }
    let later: HashSet<Place> = groups
        .into_iter()
        .flat_map(|group| {
            let first = group.iter().min().copied();
            group.into_iter().filter(move |place| Some(*place) != first).cloned()
        })
        .collect();
    findings.retain(|(_, finding)| finding.class != Class::StaticMut || !later.contains(&finding.location));
}

/// A call of the other side, with what the functions that it is given touch.
fn call_of(items: &Items<'_>, call: &walk::ImportCall, escaped: &HashSet<String>) -> Call {
    let callbacks = call.functions.iter();
    Call {
        symbol: call.symbol.clone(),
        at: call.at.clone(),
        args: call.args.clone(),
        on_thread: call.on_thread.clone(),
        on_own_handle: call.handles.iter().any(|handle| !escaped.contains(handle)),
        escapes: escaped.contains(&call.symbol),
        unterminated: call.unterminated.clone(),
        ended: call.ended.clone(),
        callbacks: callbacks
            .filter_map(|(param, index)| Some((*param, given_function(items, *index)?)))
            .collect(),
        given_by: call.given_by.clone(),
    }
}

impl RustFacts {
    /// Notes what following the functions shows, and the functions themselves where they call the other side.
    fn follow(&mut self, items: &Items<'_>) {
        if self.exports.is_empty() && items.imports.is_empty() {
            return;
        }
        let code = lower::program(items);
        crate::flow::outcomes(&code, &mut self.exports);
        if !items.imports.is_empty() {
            self.flow = code;
        }
    }

    /// Notes what stands outside of functions, and which cells are borrowed.
    fn declared(&mut self, items: Items<'_>, unit: &Unit) {
        self.follow(&items);
        self.findings.extend(tables::bare_tables(&items));
        self.fixed_fields = tables::fixed_fields(&items, unit);
        (self.lent_cells, self.borrows) = reentry::read(&items, unit);
        let other_names = other_names(unit);
        let texts = |owner: &unit::Struct| {
            let texts = owner.fields.iter().map(|(_, _, text)| text.clone());
            texts
                .map(|text| other_names.iter().fold(text, |text, (from, to)| text.replace(from, to)))
                .collect()
        };
        self.structs = items.structs.iter().map(|(name, owner)| (name.clone(), texts(owner))).collect();
        self.gives = items.gives;
        self.numbered = items.numbered;
    }

    /// Notes what an exported function shows.
    fn exported(&mut self, items: &Items<'_>, function: &unit::Function<'_>, mut walk: Walk<'_>) {
        let unwinds = function.abi.as_deref().is_some_and(|abi| abi.ends_with("-unwind"));
        let judged = judge(items, &walk, unwinds).into_iter();
        self.findings.extend(judged.map(|finding| (walk.effects.symbol.clone(), finding)));
        self.null_panics.extend(walk.sites.iter().filter_map(|site| match site.what {
            SiteKind::Null(param) if site.tainted && !site.caught && !unwinds => {
                let symbol = walk.effects.symbol.clone();
                Some(NullPanic { finding: site_finding(&symbol, site), symbol, param })
            }
            _ => None,
        }));
        for (param, at) in &walk.bound_on_thread {
            let finding = on_other_thread(&walk.effects, *param, at);
            self.findings.push((walk.effects.symbol.clone(), finding));
        }
        walk.effects.joins |= ends_with_drop(items, &walk.effects);
        let of_thread = |name: &String| items.statics.get(name).is_some_and(|item| item.ty == "LocalKey");
        let registries = walk.statics.iter().map(|(name, _)| name).filter(|name| of_thread(name)).cloned();
        walk.effects.thread_locals = registries.collect();
        self.exports.push(walk.effects);
    }
}

/// Types of one thread that a unit imports under another name, each as it begins in text.
fn other_names(unit: &Unit) -> Vec<(String, String)> {
    let mut names = Vec::new();
    for ty in ["Arc", "Rc", "RefCell", "Cell", "UnsafeCell"] {
        let mark = format!("{ty} as ");
        for rest in unit.files.iter().flat_map(|file| file.text.split(mark.as_str()).skip(1)) {
            let name = rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or_default();
            if !name.is_empty() && name != "_" {
                names.push((format!("{name}<"), format!("{ty}<")));
            }
        }
    }
    names
}

/// What a function touches that it shares with others; `None` where it shows nothing.
fn given_function(items: &Items<'_>, function: usize) -> Option<GivenFunction> {
    let function = items.functions.get(function)?;
    let walk = Walk::of(items, function);
    let used = |test: &dyn Fn(&unit::Static) -> bool| {
        let found = walk.statics.iter().find(|(name, _)| items.statics.get(name).is_some_and(test));
        found.map(|(_, at)| at.clone())
    };
    let changed = walk.effects.mutates.first().map(|(_, at)| at.clone());
    let cell = || reentry::cell_used(items, function);
    let unsynchronised = used(&|item| items.is_unsynchronised(item)).or(changed).or_else(cell);
    let guarded = is_guarded(items, &walk);
    Some(GivenFunction {
        function: function.name.clone(),
        begins: walk.effects.location.clone(),
        state: used(&|item| threads::is_state(items, item)),
        unsynchronised: unsynchronised.filter(|_| !guarded),
    })
}

/// Whether a lock that guards nothing of its own is taken in a body.
fn is_guarded(items: &Items<'_>, walk: &Walk<'_>) -> bool {
    let gate =
        |name: &String| items.statics.get(name).is_some_and(|item| threads::is_gate(item, walk.text()));
    walk.statics.iter().any(|(name, _)| gate(name))
}

/// Whether a function drops a value whose `Drop` waits for threads.
fn ends_with_drop(items: &Items<'_>, effects: &Effects) -> bool {
    let dropped = |owner: &str| effects.releases.iter().any(|release| release.resource.holds == owner);
    let ends =
        items.by_name.get("drop").into_iter().flatten().filter_map(|index| items.functions.get(*index));
    ends.into_iter().any(|function| {
        function.name == "drop"
            && function.owner.as_deref().is_some_and(dropped)
            && guards::joins(function.block)
    })
}

fn unwinding(symbol: &str, at: &Place) -> Finding {
    Finding {
        class: Class::PanicUnwindFrames,
        severity: Severity::Warning,
        message: format!("a panic in `{symbol}` unwinds into frames that cannot be unwound"),
        location: at.clone(),
        peer: None,
        evidence: "`extern \"C-unwind\"` lets the panic out, and Zig has no unwinding".to_owned(),
        fix: Some("catch the panic with `catch_unwind` and return an error".to_owned()),
    }
}

/// What is wrong with a function that is not exported, but that the other side calls: it is given.
fn judge_callback(function: &unit::Function<'_>, walk: &Walk<'_>) -> Vec<(String, Finding)> {
    let unwinds = function.abi.as_deref().is_some_and(|abi| abi.ends_with("-unwind"));
    let may_panic = walk.calls_given && !guards::catches(function.block);
    if unwinds && (may_panic || walk.sites.iter().any(|site| !site.caught && site.what.panics())) {
        return vec![(function.name.clone(), unwinding(&function.name, &walk.effects.location))];
    }
    let sites = walk.sites.iter().filter(|site| site.tainted && !matches!(site.what, SiteKind::Null(_)));
    let wrong = sites.filter(|site| !site.what.panics() || !site.caught && !unwinds);
    let found = wrong.map(|site| (function.name.clone(), site_finding(&function.name, site)));
    found.chain(kept_text(function, walk).map(|finding| (function.name.clone(), finding))).collect()
}

/// Text that a callback is lent, and keeps.
fn kept_text(function: &unit::Function<'_>, walk: &Walk<'_>) -> Option<Finding> {
    let of_text = |param: usize| {
        let params = &walk.effects.params;
        params
            .get(param)
            .is_some_and(|param| matches!(param.pointee.as_str(), "u8" | "c_char" | "i8" | "c_uchar"))
    };
    let keep = walk
        .effects
        .keeps
        .iter()
        .find(|keep| of_text(keep.param) && keep.by != crate::effects::Keeper::Thread)?;
    let name = walk.effects.params.get(keep.param).map_or("", |param| param.name.as_str());
    Some(Finding {
        class: Class::LifetimeEscape,
        severity: Severity::Warning,
        message: format!("`{}` keeps `{name}` in what outlives the call", function.name),
        location: keep.at.clone(),
        peer: None,
        evidence: format!("`{name}` is lent to the callback for the call only"),
        fix: Some("copy the text".to_owned()),
    })
}

fn on_other_thread(effects: &Effects, param: usize, at: &Place) -> Finding {
    let name = effects.params.get(param).map_or("", |param| param.name.as_str());
    Finding {
        class: Class::ThreadNonSendHandle,
        severity: Severity::Error,
        message: format!("`{}` uses `{name}` on another thread", effects.symbol),
        location: at.clone(),
        peer: None,
        evidence: "it holds a cell or a count that is made for one thread".to_owned(),
        fix: Some("use `Arc`, `Mutex` or atomics inside of it, or stay on its thread".to_owned()),
    }
}

fn foreign_text(symbol: String, at: Place) -> Suspicion {
    let finding = Finding {
        class: Class::StringNotUtf8,
        severity: Severity::Error,
        message: format!("bytes of `{symbol}` are taken for UTF-8 unchecked"),
        location: at,
        peer: None,
        evidence: "nothing says that the other side gives UTF-8 only".to_owned(),
        fix: Some("check with `from_utf8`, or take what is wrong out with `from_utf8_lossy`".to_owned()),
    };
    Suspicion { symbol, finding }
}

/// What is wrong with one exported function on this side alone.
fn judge(items: &Items<'_>, walk: &Walk<'_>, unwinds: bool) -> Vec<Finding> {
    let symbol = &walk.effects.symbol;
    let mut found = Vec::new();
    let panics = walk.sites.iter().any(|site| !site.caught && site.what.panics());
    if unwinds && panics {
        found.push(unwinding(symbol, &walk.effects.location));
    }
    for site in walk.sites.iter().filter(|site| site.tainted && !matches!(site.what, SiteKind::Null(_))) {
        if !site.what.panics() || !site.caught && !unwinds {
            found.push(site_finding(symbol, site));
        }
    }
    for (name, at) in walk.statics.iter().filter(|_| !is_guarded(items, walk)) {
        if let Some(item) = items.statics.get(name)
            && !items.has_once
            && items.is_unsynchronised(item)
        {
            found.push(Finding {
                class: Class::StaticMut,
                severity: Severity::Warning,
                message: format!("the static `{name}` changes, and `{symbol}` reaches it unsynchronised"),
                location: item.place.clone(),
                peer: None,
                evidence: format!("used at {}:{}", at.file, at.line),
                fix: Some("use an atomic, or a `Mutex`".to_owned()),
            });
        }
    }
    for at in &walk.unwind_states {
        found.push(Finding {
            class: Class::PanicUnwindState,
            severity: Severity::Warning,
            message: format!("a panic caught in `{symbol}` leaves its state half changed"),
            location: at.clone(),
            peer: None,
            evidence: "`AssertUnwindSafe`, and something is changed before what may panic".to_owned(),
            fix: Some(
                "change the state last, or mark the handle as broken when a panic was caught".to_owned(),
            ),
        });
    }
    found
}

fn twice(symbol: &str, at: Place, drop: Place) -> Finding {
    Finding {
        class: Class::OwnershipDoubleFree,
        severity: Severity::Error,
        message: format!("`{symbol}` releases what is released again when the value is dropped"),
        location: at,
        evidence: format!("`drop` releases it at {}:{}", drop.file, drop.line),
        peer: Some(drop),
        fix: Some("let `drop` do it, or `mem::forget` the value".to_owned()),
    }
}

fn copied(symbol: &str, at: Place, drop: Place) -> Finding {
    Finding {
        class: Class::OwnershipDoubleFree,
        severity: Severity::Error,
        message: format!("a copy of the value lets `{symbol}` release the same thing twice"),
        location: at,
        evidence: format!("`drop` of each copy releases it, at {}:{}", drop.file, drop.line),
        peer: Some(drop),
        fix: Some("keep it in an `Rc` or `Arc`, or ask the other side for another one".to_owned()),
    }
}

fn ended(symbol: &str, at: Place) -> Finding {
    Finding {
        class: Class::DanglingReturn,
        severity: Severity::Error,
        message: format!("`{symbol}` is given a pointer into a temporary that is gone"),
        location: at,
        peer: None,
        evidence: "its owner was dropped at the end of the statement that made the pointer".to_owned(),
        fix: Some("keep the owner in a variable until after the call".to_owned()),
    }
}

fn foreign_free(function: &str, symbol: &str, at: &Place) -> Suspicion {
    let finding = Finding {
        class: Class::OwnershipForeignFree,
        severity: Severity::Error,
        message: format!("`{function}` frees memory that the other side allocated"),
        location: at.clone(),
        peer: None,
        evidence: format!("`{symbol}` of the other side made it"),
        fix: Some("give it back to the function of the other side that frees it".to_owned()),
    };
    Suspicion { symbol: symbol.to_owned(), finding }
}

fn site_finding(symbol: &str, site: &Site) -> Finding {
    let (class, message, fix) = match site.what {
        SiteKind::Panic | SiteKind::Null(_) => (
            Class::PanicAcrossFfi,
            format!("a caller of `{symbol}` can make it panic, and the process aborts"),
            "check the value and return an error, or catch the panic",
        ),
        SiteKind::Utf8 => (
            Class::StringNotUtf8,
            format!("`{symbol}` takes bytes of the caller for UTF-8"),
            "check with `from_utf8` or `to_str`, and return an error",
        ),
        SiteKind::InteriorNul | SiteKind::CutShort => (
            Class::StringInteriorNul,
            format!("`{symbol}` makes a C string of text that may hold a NUL"),
            "return an error where `CString::new` fails",
        ),
        SiteKind::InvalidEnum => (
            Class::EnumInvalidValue,
            format!("`{symbol}` makes an enum of an integer that need not be one of its variants"),
            "match the integer and refuse what has no name",
        ),
        SiteKind::Unterminated | SiteKind::UnterminatedField => (
            Class::UnterminatedString,
            format!("text without a terminator is taken for a C string in `{symbol}`"),
            "make a `CString` of it, or pass the length along",
        ),
        SiteKind::UseAfterFree => (
            Class::OwnershipUseAfterFree,
            format!("`{symbol}` uses memory that it freed"),
            "free it after the last use",
        ),
        SiteKind::Outgrown => (
            Class::VecRawPartsCapacity,
            format!("`{symbol}` gives a capacity that the memory does not have any more"),
            "ask for the capacity last, behind everything that lets the memory grow",
        ),
        SiteKind::DoubleFree => {
            (Class::OwnershipDoubleFree, format!("`{symbol}` frees the same memory twice"), "free it once")
        }
    };
    Finding {
        class,
        severity: if site.what.panics() { Severity::Warning } else { Severity::Error },
        message,
        location: site.at.clone(),
        peer: None,
        evidence: site.text.clone(),
        fix: Some(fix.to_owned()),
    }
}
