//! The modules of one Zig compilation: from the root file along its imports, through every scope.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};
use ghostbind::zig::command::Module;
use ghostbind::zig::sources::{Sources, collect};

use super::Lowering;
use super::places::Places;
use super::scope::{Import, ScopeId};

/// The import that every project has.
const BUILD_OPTIONS: &str = "build_options";

/// Everything that a Zig compilation reads.
#[derive(Debug, Clone, Default)]
pub(super) struct Closure {
    /// The modules, the root first.
    pub(super) modules: Vec<Module>,
    /// All source files together.
    pub(super) sources: Sources,
    /// Modules that actions make, absolute.
    pub(super) made: Vec<Utf8PathBuf>,
    /// Root files of the modules from source, beside the first.
    pub(super) roots: BTreeSet<Utf8PathBuf>,
}

/// A module before the names of all are known.
struct Node {
    root: Utf8PathBuf,
    /// `None` for a file that an action makes, which imports nothing of ours.
    scope: Option<ScopeId>,
    name: String,
}

impl Lowering<'_> {
    /// Follows the imports of `root`, whose names are those of `scope`.
    pub(super) fn closure(&mut self, root: &Utf8Path, scope: ScopeId) -> Closure {
        let mut nodes = vec![Node { root: root.to_owned(), scope: Some(scope), name: "root".to_owned() }];
        let mut closure = Closure::default();
        let mut next = 0;
        while next < nodes.len() {
            let (root, scope) = (nodes[next].root.clone(), nodes[next].scope);
            let mut imports = Vec::new();
            match scope {
                None => closure.made.push(root.clone()),
                Some(scope) => {
                    let sources = collect([root.as_path()], &mut self.scan, &Places::is_output);
                    for name in &sources.modules {
                        let Some(import) = self.import(name, scope) else { continue };
                        let (file, scope) = match import {
                            Import::Source { root, scope } => (root, Some(scope)),
                            Import::Made(file) => (file, None),
                        };
                        let index = nodes.iter().position(|n| n.root == file).unwrap_or_else(|| {
                            let name = distinct(name, &nodes);
                            nodes.push(Node { root: file, scope, name });
                            nodes.len() - 1
                        });
                        imports.push((name.clone(), index));
                    }
                    merge(&mut closure.sources, sources);
                    closure.roots.insert(root.clone());
                }
            }
            let imports =
                imports.into_iter().map(|(name, index)| (name, nodes[index].name.clone())).collect();
            let root = self.relative(&root);
            closure.modules.push(Module { name: nodes[next].name.clone(), root, imports });
            next += 1;
        }
        closure.roots.remove(root);
        closure
    }

    fn import(&mut self, name: &str, scope: ScopeId) -> Option<Import> {
        if name == BUILD_OPTIONS {
            return Some(Import::Made(self.build_options(scope)));
        }
        self.scopes.list[scope].names.get(name).cloned()
    }
}

/// A name for the command line that no other module has.
fn distinct(name: &str, nodes: &[Node]) -> String {
    let taken = |name: &str| nodes.iter().any(|node| node.name == name);
    let mut free = name.to_owned();
    let mut number = 1;
    while taken(&free) {
        number += 1;
        free = format!("{name}-{number}");
    }
    free
}

fn merge(into: &mut Sources, from: Sources) {
    into.code.extend(from.code);
    into.embedded.extend(from.embedded);
    into.absent.extend(from.absent);
    into.modules.extend(from.modules);
    into.features.extend(from.features);
    into.c_import |= from.c_import;
    into.exports |= from.exports;
}
