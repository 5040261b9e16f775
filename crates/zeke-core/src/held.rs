//! What Rust does with what functions of the other side gave it: used after release, released
//! twice, released as something else.

use std::collections::HashMap;

use crate::effects::{Interior, Keep, Keeper, Origin, Release};
use crate::finding::{Class, Finding, Place, Severity};
use crate::knowledge::Knowledge;
use crate::rust::{Event, Events};

/// Fields by their type and name, and the function whose results they hold where that is always the same one.
type Slots = HashMap<String, Option<String>>;

/// Follows the events of each function.
pub(crate) fn judge(traces: &[Events], known: &Knowledge<'_>) -> Vec<Finding> {
    let mut slots = Slots::new();
    let puts = |event: &Event| matches!(event, Event::Kept { .. } | Event::Called { .. });
    let none = Slots::new();
    let all: Vec<State<'_>> = traces
        .iter()
        .filter(|trace| trace.list.iter().any(puts))
        .map(|trace| followed(trace, known, &none))
        .collect();
    // Functions that put a parameter into a field: what they are given goes there.
    let by_parameter: HashMap<(&str, usize), &str> = all
        .iter()
        .flat_map(|state| {
            state.by_parameter.iter().map(|(param, slot)| ((state.function, *param), slot.as_str()))
        })
        .collect();
    let called = all.iter().flat_map(|state| &state.called).filter_map(|(function, param, symbol)| {
        Some((by_parameter.get(&(function.as_str(), *param))?.to_string(), symbol.clone()))
    });
    let called: Vec<(String, Option<String>)> = called.collect();
    for (slot, symbol) in all.iter().flat_map(|state| state.kept.iter().cloned()).chain(called) {
        let known = slots.entry(slot).or_insert_with(|| symbol.clone());
        if *known != symbol {
            *known = None;
        }
    }
    traces.iter().flat_map(|trace| followed(trace, known, &slots).found).collect()
}

fn followed<'a>(trace: &'a Events, known: &'a Knowledge<'a>, slots: &'a Slots) -> State<'a> {
    let mut state = State {
        known,
        slots,
        owner: &trace.owner,
        function: &trace.function,
        params: &trace.params,
        by_parameter: Vec::new(),
        called: Vec::new(),
        fields: HashMap::new(),
        lent: Vec::new(),
        names: HashMap::new(),
        held: Vec::new(),
        given: Vec::new(),
        kept: Vec::new(),
        found: Vec::new(),
    };
    let mut outer: Vec<Vec<Held>> = Vec::new();
    for event in &trace.list {
        match event {
            Event::Enter => outer.push(state.held.clone()),
            Event::Leave { diverges } => {
                if let Some(before) = outer.pop().filter(|_| *diverges) {
                    state.restore(&before);
                }
            }
            other => state.event(other),
        }
    }
    state
}

/// Something that the other side gave.
#[derive(Clone)]
struct Held {
    symbol: String,
    released: Option<Place>,
    /// What it points into: another thing of the other side.
    inside: Option<(usize, Interior)>,
    /// Where what it points into changed, and whether it was released there.
    stale: Option<(Place, bool)>,
    /// Where a value took it whose `Drop` releases it.
    guarded: Option<Place>,
    reported: bool,
}

struct State<'a> {
    known: &'a Knowledge<'a>,
    slots: &'a Slots,
    /// The type whose method is followed.
    owner: &'a str,
    /// The function, with its type, and its parameters.
    function: &'a str,
    params: &'a [String],
    /// Parameters that it puts into fields.
    by_parameter: Vec<(usize, String)>,
    /// Functions of this side that are given what the other side gave: their parameter, and the giver.
    called: Vec<(String, usize, Option<String>)>,
    /// Variables that hold what a field has.
    fields: HashMap<String, String>,
    /// Memory of the function that a thread of the other side works at: the function, and where it was given;
    /// where this one is left meanwhile.
    lent: Vec<(String, Place, Option<Place>)>,
    names: HashMap<String, usize>,
    held: Vec<Held>,
    /// What the last calls were given: the function, the parameter and the variable.
    given: Vec<(String, usize, String)>,
    /// Fields that get something, and the function that gave it.
    kept: Vec<(String, Option<String>)>,
    found: Vec<Finding>,
}

impl State<'_> {
    /// A branch that left takes its releases with it.
    fn restore(&mut self, before: &[Held]) {
        for (held, before) in self.held.iter_mut().zip(before) {
            held.released.clone_from(&before.released);
            held.guarded.clone_from(&before.guarded);
            held.stale.clone_from(&before.stale);
        }
    }

    fn event(&mut self, event: &Event) {
        match event {
            Event::Made { name, symbol } => {
                let inside = self.inside(symbol);
                if self.known.owned(symbol).is_none() && inside.is_none() {
                    self.names.remove(name);
                    return;
                }
                let index = self.hold(symbol);
                self.held[index].inside = inside;
                self.names.insert(name.clone(), index);
            }
            Event::Copied { name, from } => self.copied(name, from),
            Event::Other { name } => {
                self.names.remove(name);
                self.fields.remove(name);
            }
            Event::Filled { name, symbol, param } => {
                if self.known.gives_through(symbol, *param) {
                    let index = self.hold(symbol);
                    self.names.insert(name.clone(), index);
                }
            }
            Event::Called { function, param, name, symbol } => {
                let symbol = self.giver(name, symbol);
                self.called.push((function.clone(), *param, symbol));
            }
            Event::Lent { symbol, param, at } => {
                let by_thread = |keep: &Keep| keep.param == *param && keep.by == Keeper::Thread;
                if self.known.effects(symbol).is_some_and(|effects| effects.keeps.iter().any(by_thread)) {
                    self.lent.push((symbol.clone(), at.clone(), None));
                }
            }
            Event::Returned { at } => {
                self.lent.iter_mut().for_each(|(.., left)| {
                    left.get_or_insert_with(|| at.clone());
                });
            }
            Event::Passed { name, symbol, param, at } => self.passed(name, symbol, *param, at),
            Event::Changed { name, symbol, param, at } => self.changed(name, symbol, *param, at),
            Event::Guarded { name, symbol, at } => {
                // Its `Drop` waits, whichever way the function is left.
                self.lent.clear();
                if let Some(index) = self.names.get(name).copied()
                    && self.known.releases(symbol).next().is_some()
                {
                    self.held[index].guarded = Some(at.clone());
                }
            }
            Event::Kept { slot, name, symbol } => {
                if let Some(param) = self.params.iter().position(|param| param == name) {
                    self.by_parameter.push((param, slot.clone()));
                } else {
                    let symbol = self.giver(name, symbol);
                    self.kept.push((slot.clone(), symbol));
                }
            }
            Event::Used { name, at } => self.used(name, at),
            Event::Enter | Event::Leave { .. } => {}
        }
    }

    fn copied(&mut self, name: &str, from: &str) {
        if let Some(index) = self.names.get(from).copied() {
            self.names.insert(name.to_owned(), index);
            return;
        }
        self.names.remove(name);
        self.fields.remove(name);
        if from.starts_with("self.") {
            self.fields.insert(name.to_owned(), from.to_owned());
        }
    }

    /// The function of the other side that gave what a variable has.
    fn giver(&self, name: &str, symbol: &str) -> Option<String> {
        let held = self.names.get(name).map(|index| self.held[*index].symbol.clone());
        held.or_else(|| Some(symbol.to_owned())).filter(|symbol| !symbol.is_empty())
    }

    /// A function that waits for threads is called.
    fn waited(&mut self, symbol: &str) {
        if !self.known.effects(symbol).is_some_and(|effects| effects.joins) {
            return;
        }
        for (given_to, at, left) in std::mem::take(&mut self.lent) {
            let Some(left) = left else { continue };
            let message =
                format!("`{given_to}` works at this memory on a thread, and the function may be left before");
            let fix = "wait on every way out, for example in the `Drop` of a guard";
            let index = self.hold(&given_to);
            self.report(index, Class::LifetimeAsyncBuffer, message, &at, Some(left), fix);
        }
    }

    fn hold(&mut self, symbol: &str) -> usize {
        self.held.push(Held {
            symbol: symbol.to_owned(),
            released: None,
            inside: None,
            stale: None,
            guarded: None,
            reported: false,
        });
        self.held.len() - 1
    }

    /// What the result of a call points into; what came from elsewhere is held from here on.
    fn inside(&mut self, symbol: &str) -> Option<(usize, Interior)> {
        let effects = self.known.effects(symbol)?;
        let interior = effects.returns.iter().find_map(|flow| match &flow.what {
            Origin::Inside(interior) => Some(interior.clone()),
            _ => None,
        })?;
        let given = self.given.iter().rev().find(|(to, param, _)| to == symbol && *param == interior.param);
        let name = given.map(|(_, _, name)| name.clone())?;
        let owner = self.names.get(&name).copied().unwrap_or_else(|| self.hold(""));
        self.names.insert(name, owner);
        Some((owner, interior))
    }

    /// A call changes or ends what others point into.
    fn changed(&mut self, name: &str, symbol: &str, param: usize, at: &Place) {
        let (Some(owner), Some(effects)) = (self.names.get(name).copied(), self.known.effects(symbol)) else {
            return;
        };
        let releases = effects.releases.iter().any(|release| release.param == param);
        for held in &mut self.held {
            let Some((_, interior)) = held.inside.as_ref().filter(|(inside, _)| *inside == owner) else {
                continue;
            };
            let mut changes = effects.changes.iter().filter(|change| change.param == param);
            if held.stale.is_none() && (releases || changes.any(|change| change.invalidates(interior))) {
                held.stale = Some((at.clone(), releases));
            }
        }
    }

    fn passed(&mut self, name: &str, symbol: &str, param: usize, at: &Place) {
        self.given.push((symbol.to_owned(), param, name.to_owned()));
        self.waited(symbol);
        self.changed(name, symbol, param, at);
        if crate::rust::frees_own(symbol) && param == 0 && self.known.effects(symbol).is_none() {
            return self.freed_here(name, symbol, at);
        }
        let release = self.known.releases(symbol).find(|release| release.param == param);
        let Some(release) = release else { return self.used(name, at) };
        let Some(index) = self.names.get(name).copied() else {
            return self.field_released(name, symbol, release, at);
        };
        let held = self.held[index].clone();
        let other = self.is_another(&held.symbol, release);
        if let Some(first) = held.released.or(held.guarded) {
            if !held.reported {
                let message = format!("`{symbol}` releases what is released already");
                self.report(index, Class::OwnershipDoubleFree, message, at, Some(first), "release it once");
            }
        } else if other {
            let message = format!("what `{}` made is released with `{symbol}`", held.symbol);
            let fix = "call the function that releases this type";
            self.report(index, Class::OwnershipWrongReleaseFn, message, at, Some(release.at.clone()), fix);
        } else {
            self.held[index].released = Some(at.clone());
        }
    }

    /// Whether what a function made is not what a release takes.
    fn is_another(&self, maker: &str, release: &Release) -> bool {
        self.known.gives(maker).is_some_and(|made| {
            let (made, released) = (&made.holds, &release.resource.holds);
            !made.is_empty() && !released.is_empty() && made != released && !release.inside
        })
    }

    /// Memory is given to an allocator of this side. `malloc` is the allocator of both.
    fn freed_here(&mut self, name: &str, function: &str, at: &Place) {
        let held = self.names.get(name).map(|index| self.held[*index].symbol.clone());
        let name = self.fields.get(name).map_or(name, String::as_str);
        let field = name.strip_prefix("self.").map(|field| format!("{}.{field}", self.owner));
        let maker = held.or_else(|| self.slots.get(&field?).cloned().flatten());
        let Some(maker) = maker.filter(|maker| self.known.gives(maker).is_some()) else { return };
        let effects = self.known.effects(&maker);
        if function == "free" && effects.is_some_and(|effects| effects.malloced) {
            return;
        }
        let message = format!("memory that `{maker}` of the other side made is freed with `{function}`");
        let fix = "give it back to the function of the other side that frees it";
        let index = self.hold(&maker);
        let peer = effects.map(|effects| effects.location.clone());
        self.report(index, Class::OwnershipForeignFree, message, at, peer, fix);
    }

    /// A field is released: what it holds, the other functions tell.
    fn field_released(&mut self, name: &str, symbol: &str, release: &Release, at: &Place) {
        let Some(field) = name.strip_prefix("self.") else { return };
        let maker = self.slots.get(&format!("{}.{field}", self.owner)).and_then(Option::as_ref);
        if let Some(maker) = maker.filter(|maker| self.is_another(maker, release)) {
            let message = format!("what `{maker}` made is released with `{symbol}`");
            let fix = "call the function that releases this type";
            let index = self.hold(maker);
            self.report(index, Class::OwnershipWrongReleaseFn, message, at, Some(release.at.clone()), fix);
        }
    }

    fn used(&mut self, name: &str, at: &Place) {
        let Some(index) = self.names.get(name).copied() else { return };
        let held = self.held[index].clone();
        if let Some(first) = held.released.filter(|_| !held.reported) {
            let message = format!("what `{}` made is used after it was released", held.symbol);
            let fix = "release it after its last use";
            self.report(index, Class::OwnershipUseAfterFree, message, at, Some(first), fix);
        } else if let Some((changed, released)) = held.stale.filter(|_| !held.reported) {
            self.stale(index, at, changed, released);
        }
    }

    /// A pointer is used after what it points into changed or went.
    fn stale(&mut self, index: usize, at: &Place, changed: Place, released: bool) {
        let symbol = self.held[index].symbol.clone();
        if released {
            let message = format!("the pointer that `{symbol}` gave is used after its owner was released");
            let fix = "release the owner after the last use of what points into it";
            self.report(index, Class::OwnershipUseAfterFree, message, at, Some(changed), fix);
            return;
        }
        let given = self.known.effects(&symbol).and_then(|effects| {
            let found = effects.returns.iter().find(|flow| matches!(flow.what, Origin::Inside(_)));
            found.map(|flow| flow.at.clone())
        });
        let message =
            format!("the pointer that `{symbol}` gives into a container is used after the container changed");
        let at = (given.unwrap_or(changed), at.clone());
        let fix = "give out a copy, or an index";
        self.report(index, Class::LifetimeInteriorPointer, message, &at.0, Some(at.1), fix);
    }

    fn report(
        &mut self,
        index: usize,
        class: Class,
        message: String,
        at: &Place,
        peer: Option<Place>,
        fix: &str,
    ) {
        self.held[index].reported = true;
        self.found.push(Finding {
            class,
            severity: Severity::Error,
            message,
            location: at.clone(),
            evidence: peer
                .as_ref()
                .map_or_else(String::new, |peer| format!("see {}:{}", peer.file, peer.line)),
            peer,
            fix: Some(fix.to_owned()),
        });
    }
}
