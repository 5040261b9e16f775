//! A `cfg` before `mod name;` holds for everything in that module's file.

use std::rc::Rc;

use super::cfg::Predicate;
use super::outline::{Module, Outline, Scope, Use};
use crate::source::{SourceFile, normal_path};

/// Gives files that others take in by their paths the names that they have there: what is included is as good as
/// written in its place, and sees what stands around it.
pub(super) fn take(outlines: &mut [Outline], files: &[SourceFile<'_>]) {
    let mut uses: Vec<(usize, Use)> = Vec::new();
    for (index, outline) in outlines.iter().enumerate() {
        let folder = files[index].path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for taken in &outline.taken {
            let path = normal_path(&format!("{folder}/{}", taken.path));
            let Some(other) = files.iter().position(|file| normal_path(file.path) == path) else { continue };
            let to = |module: &Scope| {
                let inner = module.iter().filter(|name| !name.ends_with('/')).cloned();
                std::iter::once("crate".to_owned()).chain(inner).collect::<Vec<_>>()
            };
            let theirs = &outlines[other].module;
            let import = |scope: &Scope, path: Vec<String>, alias: &str| Use {
                scope: Rc::clone(scope),
                path,
                alias: alias.to_owned(),
                public: false,
                cfg: taken.cfg.clone(),
            };
            match &taken.name {
                Some(name) if theirs.last() == Some(name) => {}
                Some(name) => uses.push((index, import(&taken.scope, to(theirs), name))),
                None => {
                    uses.push((index, import(&taken.scope, to(theirs), "*")));
                    uses.push((other, import(theirs, to(&taken.scope), "*")));
                }
            }
        }
    }
    for (index, import) in uses {
        outlines[index].uses.push(import);
    }
}

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
