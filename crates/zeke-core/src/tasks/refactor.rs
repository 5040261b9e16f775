//! What could be quicker or safer at a boundary: calls to batch, copies to avoid, results that
//! nobody looks at. Each suggestion names a place where the code does what it speaks of.

use std::collections::{BTreeMap, BTreeSet};

use ghost_abi::model::{Type, TypeKind};
use serde::Serialize;

use super::boundary::{Boundary, Library};
use super::calls::{CallSite, ResultUse, calls};
use super::contract::guards::{Literal, OnNull};
use super::contract::words::{has_word, words};
use super::contract::{Contract, Contracts, Gives, element, is_opaque, pointer, text};
use crate::finding::{Language, Place};
use crate::project::Unit;

/// Something to change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// What kind of change it is.
    pub kind: SuggestionKind,
    /// The function of the boundary that it is about.
    pub symbol: String,
    /// What the code does, in one sentence.
    pub message: String,
    /// Where it does so.
    pub location: Place,
    /// Where the function is defined.
    pub peer: Option<Place>,
    /// What shows it.
    pub evidence: String,
    /// What to do instead.
    pub change: String,
}

/// A kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SuggestionKind {
    /// Many small calls that could be one.
    BatchCalls,
    /// A copy that the boundary does not need.
    AvoidCopy,
    /// A result that says whether something failed, and is thrown away.
    CheckError,
    /// A pointer that may be null, and is used as if it could not.
    CheckNull,
}

impl SuggestionKind {
    /// Whether it makes code quicker; else it makes it safer.
    #[must_use]
    pub fn is_performance(self) -> bool {
        matches!(self, Self::BatchCalls | Self::AvoidCopy)
    }

    /// Its name, as in the JSON form.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::BatchCalls => "batch-calls",
            Self::AvoidCopy => "avoid-copy",
            Self::CheckError => "check-error",
            Self::CheckNull => "check-null",
        }
    }
}

/// Everything that can be suggested, ordered by place.
#[must_use]
pub fn suggest(boundary: &Boundary<'_>) -> Vec<Suggestion> {
    let libraries: Vec<(Library<'_>, Contracts<'_>)> =
        boundary.libraries().map(|library| (library, library.contracts())).collect();
    let mut out = Vec::new();
    for unit in boundary.units() {
        let sites: Vec<CallSite> = unit.files.iter().flat_map(|file| calls(unit.language, file)).collect();
        let meant = |name: &str| {
            let library = boundary.offering(name, unit)?;
            let (_, contracts) = libraries.iter().find(|(l, _)| l.unit() == library.unit())?;
            Some((contracts, contracts.contract_of(name)?))
        };
        // A name that several functions have says nothing of which is called.
        let heads = |name: &str| {
            let head = format!("fn {name}(");
            unit.files.iter().map(|file| file.text.matches(&head).count()).sum::<usize>()
        };
        let mut wrappers = wrappers(&sites, &|name| meant(name).is_some());
        wrappers.retain(|name, _| heads(name) == 1);
        for site in &sites {
            if let Some((contracts, contract)) = meant(&site.name) {
                out.extend(batch(site, contracts, contract, None));
                out.extend(unchecked(unit, site, contracts, contract));
                out.extend(copies(site, contracts, contract));
            } else if let Some(inner) = wrappers.get(site.name.as_str())
                && let Some((contracts, contract)) = meant(&inner.name)
            {
                out.extend(batch(site, contracts, contract, Some(inner)));
            }
        }
    }
    out.sort_by(|a, b| (&a.location, a.kind, &a.symbol).cmp(&(&b.location, b.kind, &b.symbol)));
    out.dedup();
    out
}

/// Functions of this side whose body is little more than one call across, by name, with that call.
fn wrappers<'s>(sites: &'s [CallSite], crosses: &dyn Fn(&str) -> bool) -> BTreeMap<&'s str, &'s CallSite> {
    let mut inside: BTreeMap<&str, Vec<&CallSite>> = BTreeMap::new();
    for site in sites.iter().filter(|site| crosses(&site.name) && !site.within.is_empty()) {
        inside.entry(&site.within).or_default().push(site);
    }
    // What is called out of a loop already is suggested there.
    inside
        .into_iter()
        .filter_map(|(name, all)| Some((name, *all.iter().find(|site| site.in_loop.is_none())?)))
        .filter(|(name, _)| *name != "main")
        .collect()
}

fn place(contract: &Contract<'_>) -> Option<Place> {
    contract.function.location.as_ref().map(crate::analyze::place)
}

fn batch(
    site: &CallSite,
    all: &Contracts<'_>,
    contract: &Contract<'_>,
    inner: Option<&CallSite>,
) -> Option<Suggestion> {
    let looped = site.in_loop.as_ref()?;
    let symbol = &contract.function.symbol;
    let begins_or_ends =
        !matches!(contract.role, super::contract::Role::Method(_) | super::contract::Role::Plain);
    // A call that takes many already, or that begins and ends something, is not chatty for being in a loop.
    if begins_or_ends || !contract.slices.is_empty() || contract.goes_on || !varies(site) {
        return None;
    }
    // What takes nothing but things of the library's asks each of them: there is nothing to put into an array.
    let is_thing =
        |ty: &Type| pointer(all.interface, ty).is_some_and(|p| is_opaque(all.interface, &p.pointee));
    if contract.function.params.iter().all(|param| is_thing(&param.ty)) {
        return None;
    }
    let sibling = all.functions.iter().find(|other| {
        let shares = words(symbol).iter().any(|w| w.len() > 2 && has_word(&other.function.symbol, w));
        let named = other.function.symbol.strip_prefix(symbol.as_str()).is_some_and(|rest| {
            let rest = rest.trim_start_matches('_');
            ["all", "many", "batch", "slice", "array", "n", "s", "es", "each"].contains(&rest)
        });
        other.function.symbol != *symbol
            && shares
            && named
            && !other.slices.is_empty()
            && takes(all, other, contract)
    });
    let change = match sibling {
        Some(other) => format!("call `{}` once with all of them", other.function.symbol),
        None => format!("export a `{symbol}_batch` that takes a pointer and a length, and call it once"),
    };
    let through = inner.map_or(String::new(), |inner| {
        format!("; `{}` calls it at {}:{}", site.name, inner.at.file, inner.at.line)
    });
    Some(Suggestion {
        kind: SuggestionKind::BatchCalls,
        symbol: symbol.clone(),
        message: format!("`{symbol}` crosses the boundary once for every turn of a loop"),
        location: site.at.clone(),
        peer: place(contract),
        evidence: format!("the loop begins at {}:{}:{}{through}", looped.file, looped.line, looped.column),
        change,
    })
}

/// Whether an argument changes from turn to turn, as far as its text shows.
fn varies(site: &CallSite) -> bool {
    let names: BTreeSet<&str> = site
        .args
        .iter()
        .flat_map(|arg| arg.split(|c: char| !c.is_alphanumeric() && c != '_'))
        .filter(|word| !word.is_empty())
        .collect();
    names.iter().any(|name| site.bound.contains(*name)) || site.args.iter().any(|arg| arg.contains('['))
}

/// Whether a function takes many of what another takes one of.
fn takes(all: &Contracts<'_>, many: &Contract<'_>, one: &Contract<'_>) -> bool {
    let elements = many.slices.iter().flat_map(|slice| slice.pointers.clone());
    let mut elements = elements
        .filter_map(|nth| element(all.interface, &many.function.params.get(nth)?.ty))
        .map(|ty| all.interface.resolve(ty).clone());
    elements.any(|ty| {
        one.function.params.iter().any(|param| {
            let own = all.interface.resolve(&param.ty);
            *own == ty
                || matches!(own, Type::Pointer(pointer) if *all.interface.resolve(&pointer.pointee) == ty)
        })
    })
}

fn unchecked(
    unit: &Unit,
    site: &CallSite,
    all: &Contracts<'_>,
    contract: &Contract<'_>,
) -> Option<Suggestion> {
    let symbol = &contract.function.symbol;
    let failing = failing(all, contract);
    let null =
        matches!(contract.gives, Gives::Handle(_) | Gives::OwnedText | Gives::BorrowedText | Gives::Pointer);
    let (kind, message, change) = match site.result {
        ResultUse::Discarded if failing.is_some() => (
            SuggestionKind::CheckError,
            format!("nobody looks at what `{symbol}` returns, and it says whether it failed"),
            if unit.language == Language::Rust { "return an `Err` for it" } else { "return an error for it" },
        ),
        ResultUse::Assumed if null => (
            SuggestionKind::CheckNull,
            format!("`{symbol}` may return null, and the program ends here if it does"),
            if unit.language == Language::Rust {
                "return an `Err` where it is null"
            } else {
                "write `orelse return error.…`"
            },
        ),
        _ => return None,
    };
    let evidence = failing.unwrap_or_else(|| "its declaration allows null".to_owned());
    let (location, peer, change) = (site.at.clone(), place(contract), change.to_owned());
    Some(Suggestion { kind, symbol: symbol.clone(), message, location, peer, evidence, change })
}

/// How a result says that something failed; `None` where nothing shows that it does.
fn failing(all: &Contracts<'_>, contract: &Contract<'_>) -> Option<String> {
    let ret = all.interface.resolve(&contract.function.ret);
    if let Type::Named(key) = ret
        && let Some(TypeKind::Enum(kind)) = all.interface.types.get(key).map(|def| &def.kind)
    {
        let success = "ok success none noerror succeeded";
        let has = kind.variants.iter().any(|v| v.value == 0 && has_word(&v.name, success))
            && kind.variants.len() > 1;
        return has.then(|| format!("`{key}` has a value for success and others"));
    }
    let returns = contract.guards.iter().find_map(|guard| match (&guard.null, &guard.above) {
        (OnNull::Returns(literal), _) | (_, Some((_, literal))) => Some(literal),
        _ => None,
    })?;
    match (ret, returns) {
        (Type::Bool, Literal::Bool(false)) => {
            Some("it returns `false` for arguments that it refuses".to_owned())
        }
        (Type::Int(_), Literal::Int(code)) if *code < 0 => {
            Some(format!("it returns `{code}` for arguments that it refuses"))
        }
        _ => None,
    }
}

fn copies(site: &CallSite, all: &Contracts<'_>, contract: &Contract<'_>) -> Option<Suggestion> {
    let copying =
        ["dupeZ(", "dupe(", "CString :: new", "CString::new", ". to_vec (", ".to_vec()", ". clone ("];
    let made = site.args.iter().enumerate().find_map(|(nth, arg)| {
        let word = copying.iter().find(|word| arg.contains(*word))?;
        Some((nth, *word))
    });
    let (nth, word) = made?;
    let param = contract.function.params.get(nth)?;
    let of_text = text(all.interface, &param.ty) == Some(false);
    let borrowed = contract.slice_of(nth).is_some_and(|slice| slice.pointers.contains(&nth)) || of_text;
    if !borrowed || contract.goes_on {
        return None;
    }
    let change = if of_text {
        "keep the text terminated where it is made, or let the function take a pointer and a length"
    } else {
        "pass the slice itself: it is borrowed for the call only"
    };
    Some(Suggestion {
        kind: SuggestionKind::AvoidCopy,
        symbol: contract.function.symbol.clone(),
        message: format!("argument {} of `{}` is copied for the call", nth + 1, contract.function.symbol),
        location: site.at.clone(),
        peer: place(contract),
        evidence: format!("`{}` in the argument", word.replace(' ', "").trim_matches(['(', '.'])),
        change: change.to_owned(),
    })
}
