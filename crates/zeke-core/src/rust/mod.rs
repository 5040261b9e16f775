//! Facts of Rust code: what exported functions do with what crosses, and what is wrong already
//! on this side alone.

mod calls;
mod guards;
mod unit;
mod unwind;
mod value;
mod walk;
mod words;

use std::collections::HashMap;

use ghost_abi::rust_source;

use crate::effects::{Effects, Origin};
use crate::finding::{Class, Finding, Place, Severity};
use crate::project::{Source, Unit};
use unit::Items;
use walk::{Site, SiteKind, Walk};

/// What a Rust unit shows.
#[derive(Debug, Default)]
pub(crate) struct RustFacts {
    /// Effects of exported functions.
    pub(crate) exports: Vec<Effects>,
    /// Calls of functions that the other side offers.
    pub(crate) calls: Vec<Call>,
    /// What is wrong on this side alone.
    pub(crate) findings: Vec<Finding>,
    /// Fields of structs, as text, by the struct's name.
    pub(crate) structs: HashMap<String, Vec<String>>,
}

/// A call of a function that the other side offers.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) symbol: String,
    pub(crate) at: Place,
    pub(crate) args: Vec<Origin>,
}

/// Reads the bodies of a unit.
pub(crate) fn read(unit: &Unit) -> RustFacts {
    // Files that do not parse are told by the reader of declarations.
    let files: Vec<(&Source, syn::File)> =
        unit.files.iter().filter_map(|file| Some((file, rust_source::parse(&file.text)?))).collect();
    let mut items = Items::default();
    for (source, file) in &files {
        items.add(&source.path, file, &source.text);
    }
    let mut facts = RustFacts::default();
    for function in &items.functions {
        let is_c = function.abi.as_deref().is_some_and(|abi| abi != "Rust");
        let walk = Walk::of(&items, function);
        facts.calls.extend(walk.import_calls.iter().map(|call| Call {
            symbol: call.symbol.clone(),
            at: call.at.clone(),
            args: call.args.clone(),
        }));
        if function.symbol.is_none() || !is_c {
            let foreign = walk.sites.iter().filter(|site| site.what == SiteKind::ForeignFree);
            facts.findings.extend(foreign.map(|site| site_finding(&function.name, site)));
            continue;
        }
        let unwinds = function.abi.as_deref().is_some_and(|abi| abi.ends_with("-unwind"));
        facts.findings.extend(judge(&items, &walk, unwinds));
        facts.exports.push(walk.effects);
    }
    facts.structs = items.structs;
    facts.findings.sort_by(|a, b| (&a.location, a.class).cmp(&(&b.location, b.class)));
    facts.findings.dedup_by(|a, b| a.location == b.location && a.class == b.class);
    facts
}

/// What is wrong with one exported function on this side alone.
fn judge(items: &Items<'_>, walk: &Walk<'_>, unwinds: bool) -> Vec<Finding> {
    let symbol = &walk.effects.symbol;
    let mut found = Vec::new();
    let panics = walk
        .sites
        .iter()
        .any(|site| !site.caught && !matches!(site.what, SiteKind::InvalidEnum | SiteKind::ForeignFree));
    if unwinds && panics {
        found.push(Finding {
            class: Class::PanicUnwindFrames,
            severity: Severity::Warning,
            message: format!("a panic in `{symbol}` unwinds into frames that cannot be unwound"),
            location: walk.effects.location.clone(),
            peer: None,
            evidence: "`extern \"C-unwind\"` lets the panic out, and Zig has no unwinding".to_owned(),
            fix: Some("catch the panic with `catch_unwind` and return an error".to_owned()),
        });
    }
    for site in walk.sites.iter().filter(|site| site.tainted && !site.caught && !unwinds) {
        found.push(site_finding(symbol, site));
    }
    for (name, at) in &walk.static_muts {
        if let Some(item) = items.statics.get(name)
            && !items.has_once
        {
            found.push(Finding {
                class: Class::StaticMut,
                severity: Severity::Warning,
                message: format!("`static mut {name}` is reachable from `{symbol}` without synchronisation"),
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

fn site_finding(symbol: &str, site: &Site) -> Finding {
    let (class, message, fix) = match site.what {
        SiteKind::Panic => (
            Class::PanicAcrossFfi,
            format!("a caller of `{symbol}` can make it panic, and the process aborts"),
            "check the value and return an error, or catch the panic",
        ),
        SiteKind::Utf8 => (
            Class::StringNotUtf8,
            format!("`{symbol}` takes bytes of the caller for UTF-8"),
            "check with `from_utf8` or `to_str`, and return an error",
        ),
        SiteKind::InteriorNul => (
            Class::StringInteriorNul,
            format!("`{symbol}` makes a C string of text that may hold a NUL"),
            "return an error where `CString::new` fails",
        ),
        SiteKind::InvalidEnum => (
            Class::EnumInvalidValue,
            format!("`{symbol}` makes an enum of an integer that need not be one of its variants"),
            "match the integer and refuse what has no name",
        ),
        SiteKind::ForeignFree => (
            Class::OwnershipForeignFree,
            format!("`{symbol}` frees memory that the other side allocated"),
            "give it back to the function of the other side that frees it",
        ),
    };
    Finding {
        class,
        severity: if matches!(site.what, SiteKind::InvalidEnum | SiteKind::ForeignFree) {
            Severity::Error
        } else {
            Severity::Warning
        },
        message,
        location: site.at.clone(),
        peer: None,
        evidence: site.text.clone(),
        fix: Some(fix.to_owned()),
    }
}
