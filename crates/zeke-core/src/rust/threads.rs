//! Function pointers that are put away and called later, from threads perhaps, and what they touch.

use std::collections::BTreeMap;

use syn::{Expr, Pat};

use super::given::is_unnamed;
use super::unit::{Items, Static};
use super::value::{Val, What};
use super::walk::Walk;
use crate::effects::{Effects, Slot};
use crate::finding::Place;

/// Types whose values change behind a shared reference.
const STATEFUL: [&str; 8] = ["Mutex", "RwLock", "Atomic", "Cell<", "OnceLock", "OnceCell", "Lock<", "Queue<"];

impl<'u> Walk<'u> {
    /// Whether what is started here goes on beside its caller: threads of a scope end with it, but
    /// several of them run beside each other.
    pub(super) fn is_beside(&self) -> bool {
        !self.scoped || self.loops > self.scope_loops
    }

    /// Runs something that may run several times.
    pub(super) fn repeated<T>(&mut self, body: impl FnOnce(&mut Self) -> T) -> T {
        self.loops += 1;
        let value = body(self);
        self.loops -= 1;
        value
    }

    /// Where a function pointer was put away that is called now.
    pub(super) fn slot_of(&self, callee: &Val) -> Option<Slot> {
        if callee.slot.is_some() {
            return callee.slot.clone();
        }
        let name = callee.field.clone()?;
        let owner = match &callee.what {
            What::Param(index) | What::Behind(index) => {
                let holds = self.effects.params.get(*index).map(|param| param.holds.clone())?;
                if is_unnamed(&holds) { String::new() } else { holds }
            }
            What::Static => String::new(),
            _ => return None,
        };
        Some(Slot { owner, name })
    }

    pub(super) fn called_from(&mut self, slot: Slot) {
        if let Some(thread) = self.in_thread {
            self.slot_calls.push((slot, thread));
        }
    }

    /// A parameter is put into a field or a static.
    pub(super) fn put_away(&mut self, val: &Val, slot: Slot) {
        if let What::Param(index) = val.what
            && val.field.is_none()
        {
            self.effects.stores.push((index, slot));
        }
    }

    /// What is stored into `target`, and under which name.
    pub(super) fn put_into(&mut self, target: &Val, val: &Val) {
        let owner = match &target.what {
            What::Param(index) | What::Behind(index) => {
                self.effects.params.get(*index).map(|param| param.holds.clone()).unwrap_or_default()
            }
            What::Static => String::new(),
            _ => return,
        };
        if let Some(name) = target.field.clone() {
            self.put_away(val, Slot { owner: if is_unnamed(&owner) { String::new() } else { owner }, name });
        }
    }

    /// Something behind a parameter changes, and no lock was taken on the way.
    pub(super) fn mutated(&mut self, place: &Val, at: Place) {
        if let Some(param) = place.behind().filter(|_| !place.locked) {
            self.effects.mutates.push((param, at));
        }
    }

    /// `let (a, b) = (x, y);`: each name is what stands opposite.
    pub(super) fn bound_apart(&mut self, pattern: &Pat, value: &'u Expr) -> bool {
        let (Pat::Tuple(names), Expr::Tuple(values)) = (pattern, value) else { return false };
        if names.elems.len() != values.elems.len() {
            return false;
        }
        let vals: Vec<Val> = values.elems.iter().map(|value| self.eval(value)).collect();
        for (name, val) in names.elems.iter().zip(&vals) {
            self.bind(name, &super::value::unwrapped(val.clone()));
        }
        true
    }
}

/// Whether a chain of methods begins with an iterator that several threads work at.
pub(super) fn is_parallel(expr: &Expr) -> bool {
    match expr {
        Expr::MethodCall(call) => {
            let name = call.method.to_string();
            name.starts_with("par_") || name.starts_with("into_par_") || is_parallel(&call.receiver)
        }
        _ => false,
    }
}

/// Whether a static holds state: what changes, and not only what is made late.
pub(super) fn is_state(items: &Items<'_>, item: &Static) -> bool {
    let stateful = |text: &str| STATEFUL.iter().any(|word| text.contains(word));
    let made_late = item.ty.starts_with("LazyLock<") || item.ty.starts_with("Lazy<");
    let inside = item.ty.split_once('<').map_or("", |(_, inside)| inside);
    item.mutable
        || item.ty == "LocalKey"
        || stateful(if made_late { inside } else { &item.ty })
        || items
            .structs
            .get(super::unit::last_segment(&item.ty))
            .is_some_and(|owner| owner.fields.iter().any(|(_, _, text)| stateful(text)))
}

/// Whether a static is there to be locked around what is not synchronised itself.
pub(super) fn is_gate(item: &Static, body: &str) -> bool {
    let spins = item.ty == "AtomicBool" && (body.contains("compare_exchange") || body.contains(". swap ("));
    let locks = ["Mutex<()", "RwLock<()", "ReentrantMutex<()", "SpinLock", "Spinlock", "ReentrantLock<()"];
    spins || locks.iter().any(|lock| item.ty.contains(lock))
}

/// Parameters that one function puts where another one's thread calls them from.
pub(super) fn calls_of_stored(exports: &mut [Effects], called: &[(Slot, Place)]) {
    let mut by_name: BTreeMap<&str, Vec<&(Slot, Place)>> = BTreeMap::new();
    for call in called {
        by_name.entry(call.0.name.as_str()).or_default().push(call);
    }
    for effects in exports {
        for (param, given) in effects.params.iter().enumerate() {
            for (slot, at) in called.iter().filter(|(slot, _)| slot.owner == given.holds) {
                effects.fields_on_thread.push((param, slot.name.clone(), at.clone()));
            }
        }
        for (param, slot) in std::mem::take(&mut effects.stores) {
            let same = |owner: &str| owner == slot.owner || owner.is_empty() || slot.owner.is_empty();
            let calls = by_name.get(slot.name.as_str()).into_iter().flatten();
            if let Some((_, at)) = calls.into_iter().find(|(called, _)| same(&called.owner)) {
                effects.calls_on_thread.push((param, at.clone()));
            }
            effects.stores.push((param, slot));
        }
    }
}
