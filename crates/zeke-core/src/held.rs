//! What Rust does with what functions of the other side gave it: used after release, released
//! twice, released as something else.

use std::collections::HashMap;

use crate::effects::{Interior, Origin};
use crate::finding::{Class, Finding, Place, Severity};
use crate::knowledge::Knowledge;
use crate::rust::Event;

/// Follows the events of one function.
pub(crate) fn judge(trace: &[Event], known: &Knowledge<'_>) -> Vec<Finding> {
    let mut state =
        State { known, names: HashMap::new(), held: Vec::new(), given: Vec::new(), found: Vec::new() };
    let mut outer: Vec<Vec<Held>> = Vec::new();
    for event in trace {
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
    state.found
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
    names: HashMap<String, usize>,
    held: Vec<Held>,
    /// What the last calls were given: the function, the parameter and the variable.
    given: Vec<(String, usize, String)>,
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
            Event::Copied { name, from } => match self.names.get(from).copied() {
                Some(index) => {
                    self.names.insert(name.clone(), index);
                }
                None => {
                    self.names.remove(name);
                }
            },
            Event::Other { name } => {
                self.names.remove(name);
            }
            Event::Passed { name, symbol, param, at } => self.passed(name, symbol, *param, at),
            Event::Changed { name, symbol, param, at } => self.changed(name, symbol, *param, at),
            Event::Guarded { name, symbol, at } => {
                if let Some(index) = self.names.get(name).copied()
                    && !self.known.releases(symbol).is_empty()
                {
                    self.held[index].guarded = Some(at.clone());
                }
            }
            Event::Used { name, at } => self.used(name, at),
            Event::Enter | Event::Leave { .. } => {}
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
        self.changed(name, symbol, param, at);
        let release = self.known.releases(symbol).iter().find(|release| release.param == param);
        let Some(release) = release else { return self.used(name, at) };
        let Some(index) = self.names.get(name).copied() else { return };
        let held = self.held[index].clone();
        let made = self.known.owned(&held.symbol);
        let other = made.is_some_and(|made| {
            let (made, released) = (&made.holds, &release.resource.holds);
            !made.is_empty() && !released.is_empty() && made != released && !release.inside
        });
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
