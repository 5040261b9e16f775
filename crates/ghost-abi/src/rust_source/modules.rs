//! A `cfg` before `mod name;` holds for everything in that module's file.

use super::cfg::Predicate;
use super::outline::{Module, Outline, Scope};

/// Gives the items of modules in files the conditions of their declarations. A module that is
/// declared several times is left alone: which declaration means which file is not known here.
pub(super) fn gate(outlines: &mut [Outline]) {
    let modules = |outlines: &[Outline]| -> Vec<(Scope, Vec<Predicate>)> {
        let all: Vec<&Module> = outlines.iter().flat_map(|outline| &outline.modules).collect();
        let only = |module: &&&Module| all.iter().filter(|other| other.scope == module.scope).count() == 1;
        let gated = all.iter().filter(|module| module.in_file && !module.cfg.is_empty()).filter(only);
        gated.map(|module| (module.scope.clone(), module.cfg.clone())).collect()
    };
    let gates = modules(outlines);
    if gates.is_empty() {
        return;
    }
    for item in outlines.iter_mut().flat_map(|outline| &mut outline.items) {
        for (_, cfg) in gates.iter().filter(|(scope, _)| item.scope.starts_with(scope)) {
            item.cfg.extend(cfg.iter().cloned());
        }
    }
}
