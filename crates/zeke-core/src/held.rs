//! What Rust does with what functions of the other side gave it: used after release, released
//! twice, released as something else.

use std::collections::HashMap;

use crate::finding::{Class, Finding, Place, Severity};
use crate::knowledge::Knowledge;
use crate::rust::Event;

/// Follows the events of one function.
pub(crate) fn judge(trace: &[Event], known: &Knowledge<'_>) -> Vec<Finding> {
    let mut state = State { known, names: HashMap::new(), held: Vec::new(), found: Vec::new() };
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
    /// Where a value took it whose `Drop` releases it.
    guarded: Option<Place>,
    reported: bool,
}

struct State<'a> {
    known: &'a Knowledge<'a>,
    names: HashMap<String, usize>,
    held: Vec<Held>,
    found: Vec<Finding>,
}

impl State<'_> {
    /// A branch that left takes its releases with it.
    fn restore(&mut self, before: &[Held]) {
        for (held, before) in self.held.iter_mut().zip(before) {
            held.released.clone_from(&before.released);
            held.guarded.clone_from(&before.guarded);
        }
    }

    fn event(&mut self, event: &Event) {
        match event {
            Event::Made { name, symbol } => {
                if self.known.owned(symbol).is_none() {
                    self.names.remove(name);
                    return;
                }
                self.names.insert(name.clone(), self.held.len());
                let symbol = symbol.clone();
                self.held.push(Held { symbol, released: None, guarded: None, reported: false });
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

    fn passed(&mut self, name: &str, symbol: &str, param: usize, at: &Place) {
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
        }
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
