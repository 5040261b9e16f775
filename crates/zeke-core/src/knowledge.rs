//! What one side must know of the other's functions to judge how it uses them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ghost_abi::model::Type;

use crate::analyze::Side;
use crate::effects::{Effects, Flow, Origin, Release, Resource};
use crate::finding::Language;
use crate::rust::FixedField;

/// Effects of everything that the units of other languages export, by symbol.
#[derive(Default)]
pub(crate) struct Knowledge<'a> {
    exports: HashMap<&'a str, &'a Effects>,
    /// Parameters whose end is found by a terminator.
    terminated: BTreeMap<&'a str, BTreeSet<usize>>,
    /// Fields that are arrays of bytes.
    fixed_fields: HashMap<&'a str, &'a FixedField>,
    /// Types whose values must stay on their thread.
    bound_to_thread: BTreeSet<&'a str>,
    /// Functions whose result is a struct by value, and those whose result is a pointer.
    structs: BTreeSet<&'a str>,
    pointers: BTreeSet<&'a str>,
}

impl<'a> Knowledge<'a> {
    /// What `side` should know of the others.
    pub(crate) fn of(side: &Side<'_>, sides: &'a [Side<'a>]) -> Self {
        let mut known = Self::default();
        let mut others: Vec<&Side<'_>> =
            sides.iter().filter(|other| other.unit.language != side.unit.language).collect();
        // The nearest last, so that it wins.
        let far = |other: &&Side<'_>| crate::analyze::distance(&side.unit.folder, &other.unit.folder);
        others.sort_by_key(|other| std::cmp::Reverse(far(other)));
        for other in others {
            let exports = match other.unit.language {
                Language::Rust => &other.rust.exports,
                _ => &other.zig.exports,
            };
            known.exports.extend(exports.iter().map(|effects| (effects.symbol.as_str(), effects)));
            for (symbol, body) in &other.view.facts.bodies {
                let read = body.params.iter().enumerate().filter(|(_, param)| param.read_to_terminator);
                known.terminated.insert(symbol, read.map(|(index, _)| index).collect());
            }
            for function in &other.view.exports.functions {
                match &function.ret {
                    Type::Named(_) => known.structs.insert(function.symbol.as_str()),
                    Type::Pointer(_) => known.pointers.insert(function.symbol.as_str()),
                    _ => false,
                };
            }
            known
                .fixed_fields
                .extend(other.rust.fixed_fields.iter().map(|(name, field)| (name.as_str(), field)));
            known.bound_to_thread.extend(bound_types(&other.rust.structs));
        }
        known
    }

    /// The effects of a function of the other side.
    pub(crate) fn effects(&self, symbol: &str) -> Option<&'a Effects> {
        self.exports.get(symbol).copied()
    }

    /// What the caller owns after the call.
    pub(crate) fn owned(&self, symbol: &str) -> Option<&'a Resource> {
        owned(self.effects(symbol)?)
    }

    /// Whether a call gives a pointer.
    pub(crate) fn gives_pointer(&self, symbol: &str) -> bool {
        self.pointers.contains(symbol)
    }

    /// Whether a call gives a struct by value.
    pub(crate) fn gives_struct(&self, symbol: &str) -> bool {
        self.structs.contains(symbol)
    }

    /// The same, or what it writes for the caller through a pointer.
    pub(crate) fn gives(&self, symbol: &str) -> Option<&'a Resource> {
        let outs = || self.effects(symbol)?.writes.iter().find_map(|(_, flow)| given(flow));
        self.owned(symbol).or_else(outs)
    }

    /// Whether a call writes memory for the caller through a parameter.
    pub(crate) fn gives_through(&self, symbol: &str, param: usize) -> bool {
        let mut writes = self.effects(symbol).into_iter().flat_map(|effects| &effects.writes);
        writes.any(|(out, flow)| *out == param && given(flow).is_some())
    }

    /// What a call takes back; what it frees of a handle that lives on is the handle's own.
    pub(crate) fn releases(&self, symbol: &str) -> impl Iterator<Item = &'a Release> + use<'a> {
        self.effects(symbol).into_iter().flat_map(|effects| {
            effects.releases.iter().filter(|release| {
                let pointee = effects.params.get(release.param).map_or("", |param| param.pointee.as_str());
                !release.inside || pointee.is_empty() || pointee.starts_with(['*', '&', '?', '['])
            })
        })
    }

    /// Whether the end of a parameter is found by a terminator.
    pub(crate) fn is_terminated(&self, symbol: &str, param: usize) -> bool {
        self.terminated.get(symbol).is_some_and(|params| params.contains(&param))
    }

    /// The array of bytes that a field of this name is on the other side.
    pub(crate) fn fixed_field(&self, name: &str) -> Option<&'a FixedField> {
        self.fixed_fields.get(name).copied()
    }

    /// Whether a function of the other side works with variables of which each thread has its own.
    pub(crate) fn thread_locals(&self, symbol: &str) -> &'a [String] {
        self.effects(symbol).map_or(&[], |effects| &effects.thread_locals)
    }

    /// Whether values of a type must stay on their thread.
    pub(crate) fn is_bound_to_thread(&self, ty: &str) -> bool {
        self.bound_to_thread.contains(ty)
    }
}

fn given(flow: &Flow) -> Option<&Resource> {
    match &flow.what {
        Origin::Owned(resource) => Some(resource),
        _ => None,
    }
}

/// The memory that a function's result hands out.
pub(crate) fn owned(effects: &Effects) -> Option<&Resource> {
    effects.returns.iter().find_map(given)
}

/// Structs whose values must stay on their thread, by their fields and those of what they hold.
fn bound_types(structs: &HashMap<String, Vec<String>>) -> BTreeSet<&str> {
    let mut bound = BTreeSet::new();
    loop {
        let locked = |field: &str| ["Mutex<", "RwLock<"].iter().any(|lock| field.contains(lock));
        let holds = |field: &String| {
            let mut words = field.split(|c: char| !(c.is_alphanumeric() || c == '_'));
            is_bound(field) || !locked(field) && words.any(|word| bound.contains(word))
        };
        let more: Vec<&str> = structs
            .iter()
            .filter(|(name, fields)| !bound.contains(name.as_str()) && fields.iter().any(holds))
            .map(|(name, _)| name.as_str())
            .collect();
        if more.is_empty() {
            return bound;
        }
        bound.extend(more);
    }
}

/// Types of fields that are neither `Send` nor `Sync`, or not `Sync` behind a shared reference.
pub(crate) fn is_bound(field: &str) -> bool {
    ["Rc<", "RefCell<", "Cell<", "UnsafeCell<", "OnceCell<"].iter().any(|ty| {
        field.match_indices(ty).any(|(at, _)| {
            // `Arc<` ends in `rc<`, and `UnsafeCell<` in `Cell<`, but names begin somewhere.
            !field[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        })
    })
}
