//! From a path in source to the item it means, over all files together.
//!
//! The files come without a crate graph, so a path is matched by its last segments, the nearest
//! scope first. A name that no file declares is external.

use std::collections::HashMap;

use super::outline::{Item, Kind, Outline, Use};

/// Longest chain of `use` that is followed.
const USES_MAX: u32 = 16;

/// All declarations, by name.
pub(super) struct Names<'a> {
    items: HashMap<&'a str, Vec<&'a Item>>,
    uses: HashMap<&'a [String], Vec<&'a Use>>,
}

/// What a path means.
pub(super) enum Meaning<'a> {
    /// An item of the files.
    Item(&'a Item),
    /// Something else; its path with aliases of `use` replaced.
    External(Vec<String>),
}

/// Which namespace a path is looked up in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    Type,
    Const,
}

impl Space {
    fn holds(self, item: &Item) -> bool {
        match item.kind {
            Kind::Record(_) | Kind::Enum(_) | Kind::Alias(..) | Kind::ForeignType => self == Self::Type,
            Kind::Const(..) => self == Self::Const,
            Kind::Function(_) | Kind::Static(_) => false,
        }
    }
}

impl<'a> Names<'a> {
    pub(super) fn new(outlines: &'a [Outline]) -> Self {
        let mut names = Self { items: HashMap::new(), uses: HashMap::new() };
        for outline in outlines {
            for item in &outline.items {
                names.items.entry(&item.name).or_default().push(item);
            }
            for import in &outline.uses {
                names.uses.entry(&import.scope).or_default().push(import);
            }
        }
        names
    }

    /// Finds what `path` means in `scope`. `is_builtin` says which names the language itself gives
    /// a meaning, unless the scope declares or imports them.
    pub(super) fn find(
        &self,
        scope: &[String],
        path: &[String],
        space: Space,
        is_builtin: fn(&str) -> bool,
    ) -> Meaning<'a> {
        let mut path = path.to_vec();
        for _ in 0..USES_MAX {
            let Some((name, prefix)) = path.split_last() else { break };
            if let Some(item) = self.near(scope, prefix, name, space) {
                return Meaning::Item(item);
            }
            match self.through_use(scope, &path) {
                Some(next) if next != path => path = next,
                _ => break,
            }
        }
        self.anywhere(scope, path, space, is_builtin)
    }

    /// An item whose module is named by the path, or the scope itself for a bare name.
    fn near(&self, scope: &[String], prefix: &[String], name: &str, space: Space) -> Option<&'a Item> {
        let candidates = self.items.get(name)?.iter().copied().filter(|i| space.holds(i));
        let modules: Vec<&String> =
            prefix.iter().filter(|s| !matches!(s.as_str(), "crate" | "self" | "super")).collect();
        if modules.is_empty() {
            let same = |i: &&Item| *i.scope == *scope;
            return if prefix.is_empty() || prefix == ["self"] {
                best(candidates.filter(same), scope)
            } else {
                None
            };
        }
        best(candidates.filter(|i| ends_with(&i.scope, &modules)), scope)
    }

    /// The path with its first segment replaced by what the scope imports under that name.
    fn through_use(&self, scope: &[String], path: &[String]) -> Option<Vec<String>> {
        let (first, rest) = path.split_first()?;
        let import = self.uses.get(scope)?.iter().find(|u| u.alias == *first)?;
        Some(import.path.iter().chain(rest).cloned().collect())
    }

    fn anywhere(
        &self,
        scope: &[String],
        path: Vec<String>,
        space: Space,
        is_builtin: fn(&str) -> bool,
    ) -> Meaning<'a> {
        let Some((name, prefix)) = path.split_last() else { return Meaning::External(path) };
        let foreign = prefix.first().is_some_and(|s| matches!(s.as_str(), "std" | "core" | "alloc" | "libc"));
        let local = prefix.first().is_some_and(|s| matches!(s.as_str(), "crate" | "self" | "super"));
        if foreign || (!local && is_builtin(name)) {
            return Meaning::External(path);
        }
        let candidates =
            self.items.get(name.as_str()).into_iter().flatten().copied().filter(|i| space.holds(i));
        match best(candidates, scope) {
            Some(item) => Meaning::Item(item),
            None => Meaning::External(path),
        }
    }
}

fn ends_with(scope: &[String], modules: &[&String]) -> bool {
    let ends = scope.iter().rev().map(|module| module.trim_end_matches('/'));
    scope.len() >= modules.len() && ends.zip(modules.iter().rev()).all(|(one, other)| one == *other)
}

/// The candidate that shares most of its modules with `scope`; the first of equals.
fn best<'a>(candidates: impl Iterator<Item = &'a Item>, scope: &[String]) -> Option<&'a Item> {
    let shared = |item: &Item| item.scope.iter().zip(scope).take_while(|(a, b)| a == b).count();
    // What a cfg guards gives way to what stands there always.
    let rank = |item: &Item| (shared(item), item.cfg.is_empty());
    candidates.reduce(|a, b| if rank(b) > rank(a) { b } else { a })
}
