//! The findings of one comparison, while they are made.

use std::collections::BTreeMap;

use super::{Class, Mismatch};
use crate::model::Location;

/// Collects findings. What is found several times, through several functions or for several
/// parameters of one function, is one finding.
#[derive(Default)]
pub(super) struct Findings {
    by_place: BTreeMap<Key, Mismatch>,
    added: usize,
}

type Key = (Option<Location>, Class, Option<Location>, String);

impl Findings {
    pub(super) fn add(&mut self, found: Mismatch) {
        self.added += 1;
        // A place in source says more than the symbol through which it was met.
        let symbol = if found.location.is_some() { String::new() } else { found.symbol.clone() };
        let key = (found.location.clone(), found.class, found.peer.clone(), symbol);
        match self.by_place.get_mut(&key) {
            Some(known) => merge(known, found),
            None => {
                self.by_place.insert(key, found);
            }
        }
    }

    /// How often something was found, repetitions included.
    pub(super) fn added(&self) -> usize {
        self.added
    }

    pub(super) fn into_vec(self) -> Vec<Mismatch> {
        self.by_place.into_values().collect()
    }
}

/// The graver of two findings about one place speaks; both leave their evidence.
fn merge(known: &mut Mismatch, found: Mismatch) {
    let both = if known.evidence.contains(&found.evidence) {
        known.evidence.clone()
    } else {
        format!("{}; {}", known.evidence, found.evidence)
    };
    if found.severity < known.severity {
        *known = found;
    }
    known.evidence = both;
}
