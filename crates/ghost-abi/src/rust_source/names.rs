//! From a path in source to the item it means, over all files together.
//!
//! A path is followed as the language does, through modules and `use`. The files come without a crate
//! graph, and macros may make modules that nobody sees: a type that is not found so is matched by its
//! last segments, the nearest scope first (the compiled library says what it is). A constant is not: it
//! has no second witness. A name that no file declares is external.

use std::collections::{HashMap, HashSet};

use super::cfg::Cfg;
use super::outline::{Item, Kind, Outline, Use};
use crate::model::Machine;

/// Longest chain of `use` that is followed.
const USES_MAX: u32 = 16;
/// Most steps on the way to one item: globs of globs branch.
const STEPS_MAX: u32 = 1_024;

/// All declarations, by name.
pub(super) struct Names<'a> {
    items: HashMap<&'a str, Vec<&'a Item>>,
    uses: HashMap<&'a [String], Vec<&'a Use>>,
    /// Every module of which something is known.
    modules: HashSet<&'a [String]>,
    /// The root of each crate, by its name.
    crates: HashMap<String, &'a [String]>,
    cfg: &'a Cfg,
    machine: Machine,
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
    Function,
}

impl Space {
    fn holds(self, item: &Item) -> bool {
        match item.kind {
            Kind::Record(_)
            | Kind::Enum(_)
            | Kind::Alias(..)
            | Kind::ForeignType
            | Kind::AssociatedType(_) => self == Self::Type,
            Kind::Const(..) => self == Self::Const,
            Kind::ConstFunction(..) => self == Self::Function,
            Kind::Function(_) | Kind::Static(_) => false,
        }
    }
}

impl<'a> Names<'a> {
    pub(super) fn new(outlines: &'a [Outline], cfg: &'a Cfg, machine: Machine) -> Self {
        let mut names = Self {
            items: HashMap::new(),
            uses: HashMap::new(),
            modules: HashSet::new(),
            crates: HashMap::new(),
            cfg,
            machine,
        };
        for outline in outlines {
            for item in &outline.items {
                names.module(&item.scope);
                if cfg.hold(&item.cfg, machine) != Some(false) {
                    names.items.entry(&item.name).or_default().push(item);
                }
            }
            for import in &outline.uses {
                names.module(&import.scope);
                if cfg.hold(&import.cfg, machine) != Some(false) {
                    names.uses.entry(&import.scope).or_default().push(import);
                }
            }
            outline.modules.iter().for_each(|module| names.module(&module.scope));
            let krate =
                if outline.krate.is_empty() { folder_name(&outline.root) } else { outline.krate.clone() };
            names.crates.entry(krate).or_insert(&outline.root);
        }
        names
    }

    fn module(&mut self, scope: &'a [String]) {
        for end in 0..=scope.len() {
            self.modules.insert(&scope[..end]);
        }
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
        if let found @ Meaning::Item(_) = self.find_exactly(scope, path, space) {
            return found;
        }
        if space == Space::Const {
            return Meaning::External(path.to_vec());
        }
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

    /// What a type of this name, near `scope`, has under another one.
    pub(super) fn member(&self, scope: &[String], owner: &str, name: &str, space: Space) -> Option<&'a Item> {
        let is_held = |item: &&Item| item.scope.last().is_some_and(|last| last == owner);
        let all = self.items.get(name)?.iter().copied();
        best(all.filter(|item| space.holds(item)).filter(is_held), scope)
    }

    /// Finds what `path` means in `scope` by the rules of the language alone.
    pub(super) fn find_exactly(&self, scope: &[String], path: &[String], space: Space) -> Meaning<'a> {
        let steps = &mut STEPS_MAX.clone();
        let found = self.resolve(scope, path, space, USES_MAX, steps).or_else(|| {
            // What stands in an `impl` sees what stands around it.
            let (last, around) = scope.split_last()?;
            let of_type = last.starts_with(|c: char| c.is_ascii_uppercase());
            of_type.then(|| self.resolve(around, path, space, USES_MAX, steps))?
        });
        found.map_or_else(|| Meaning::External(path.to_vec()), Meaning::Item)
    }

    /// The public constants of other crates that a `pub use` offers, with the name that it gives them.
    pub(super) fn offered(&self, import: &'a Use) -> Vec<(&'a str, &'a Item)> {
        let steps = &mut STEPS_MAX.clone();
        if import.alias != "*" {
            let item = self.resolve(&import.scope, &import.path, Space::Const, USES_MAX, steps);
            return item.map(|item| (import.alias.as_str(), item)).into_iter().collect();
        }
        let Some((at, rest, _)) = anchor(&import.scope, &import.path) else { return Vec::new() };
        let krate = || {
            let (first, behind) = rest.split_first()?;
            Some(self.crates.get(first)?.iter().chain(behind).cloned().collect())
        };
        let inner: Vec<String> = at.iter().chain(rest).cloned().collect();
        let module = if self.modules.contains(inner.as_slice()) { Some(inner) } else { krate() };
        let Some(module) = module else { return Vec::new() };
        let constants = self.items.values().flatten().copied();
        let inside = |item: &&Item| item.public && Space::Const.holds(item) && *item.scope == *module;
        constants.filter(inside).map(|item| (item.name.as_str(), item)).collect()
    }

    fn resolve(
        &self,
        scope: &[String],
        path: &[String],
        space: Space,
        depth: u32,
        steps: &mut u32,
    ) -> Option<&'a Item> {
        let depth = depth.checked_sub(1)?;
        *steps = steps.checked_sub(1)?;
        let (at, rest, anchored) = anchor(scope, path)?;
        if let Some(item) = self.inside(&at, rest, space, depth, steps) {
            return Some(item);
        }
        let (krate, behind) = rest.split_first().filter(|_| !anchored)?;
        self.inside(self.crates.get(krate)?, behind, space, depth, steps)
    }

    fn inside(
        &self,
        module: &[String],
        path: &[String],
        space: Space,
        depth: u32,
        steps: &mut u32,
    ) -> Option<&'a Item> {
        let (first, behind) = path.split_first()?;
        if behind.is_empty() {
            let here: Vec<&Item> = self
                .items
                .get(first.as_str())
                .into_iter()
                .flatten()
                .copied()
                .filter(|item| space.holds(item) && *item.scope == *module)
                .collect();
            if !here.is_empty() {
                return self.only(here, space);
            }
        } else {
            let inner: Vec<String> = module.iter().chain([first]).cloned().collect();
            if self.modules.contains(inner.as_slice())
                && let Some(item) = self.inside(&inner, behind, space, depth, steps)
            {
                return Some(item);
            }
        }
        let uses = self.uses.get(module)?;
        if let Some(import) = uses.iter().find(|import| import.alias == *first) {
            let path: Vec<String> = import.path.iter().chain(behind).cloned().collect();
            return self.resolve(module, &path, space, depth, steps);
        }
        let mut found: Option<&Item> = None;
        for import in uses.iter().filter(|import| import.alias == "*") {
            let path: Vec<String> = import.path.iter().chain(path).cloned().collect();
            match (self.resolve(module, &path, space, depth, steps), found) {
                (Some(item), Some(other)) if !std::ptr::eq(item, other) => return None,
                (Some(item), _) => found = Some(item),
                (None, _) => {}
            }
        }
        found
    }

    /// The one of several items of one place that is there: the others are for other builds.
    fn only(&self, here: Vec<&'a Item>, space: Space) -> Option<&'a Item> {
        if let [only] = here.as_slice() {
            return Some(only);
        }
        let mut on = here.iter().filter(|item| self.cfg.hold(&item.cfg, self.machine) == Some(true));
        match (on.next(), on.next()) {
            (Some(only), None) => Some(only),
            _ if space == Space::Const => None,
            _ => here.into_iter().reduce(|a, b| if b.cfg.is_empty() && !a.cfg.is_empty() { b } else { a }),
        }
    }

    /// An item whose module is named by the path, or the scope itself for a bare name.
    fn near(&self, scope: &[String], prefix: &[String], name: &str, space: Space) -> Option<&'a Item> {
        let candidates =
            self.items.get(name)?.iter().copied().filter(|i| space.holds(i) && !is_associated(i));
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
        let candidates = candidates.filter(|i| !is_associated(i));
        match best(candidates, scope) {
            Some(item) => Meaning::Item(item),
            None => Meaning::External(path),
        }
    }
}

/// Whether only its own path means an item.
fn is_associated(item: &Item) -> bool {
    matches!(item.kind, Kind::AssociatedType(_))
}

/// What `crate`, `self` and `super` at the head of a path mean: a module, what is left of the path, and whether
/// there were any. `None` above the crate's root.
fn anchor<'p>(scope: &[String], path: &'p [String]) -> Option<(Vec<String>, &'p [String], bool)> {
    let root = scope.iter().position(|module| module.ends_with('/')).map_or(0, |at| at + 1);
    let (mut at, mut rest) = (scope.to_vec(), path);
    while let Some((first, behind)) = rest.split_first() {
        match first.as_str() {
            "crate" | "$crate" => at.truncate(root),
            "self" | "Self" => {}
            "super" if at.len() > root => drop(at.pop()),
            "super" => return None,
            _ => break,
        }
        rest = behind;
    }
    Some((at, rest, rest.len() < path.len()))
}

/// The name that a crate in this folder most likely has.
fn folder_name(root: &[String]) -> String {
    let folder = root.first().map_or("", |folder| folder.trim_end_matches('/'));
    let name = folder.rsplit('/').next().unwrap_or_default();
    // A registry's folders have the version behind the name.
    let plain =
        name.rsplit_once('-').filter(|(_, version)| version.starts_with(|c: char| c.is_ascii_digit()));
    plain.map_or(name, |(name, _)| name).replace('-', "_")
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
