//! The interface of a library as it is built: exports that macros make or that come from
//! dependencies are in no source of the project, and what a `cfg` took out is in no library.

use std::collections::BTreeSet;

use ghost_abi::combine::combine;
use ghost_abi::debug_info::read_debug_info;
use ghost_abi::merge::{Witnesses, merge};
use ghost_abi::model::{Interface, Location};
use ghost_abi::symbols::read_symbols;

use super::boundary::{Boundary, Library};
use super::workshop::{SameLocks, recipe};
use crate::proof::{Check, Prover};
use crate::surroundings::Surroundings;

/// A library whose interface stays what its source says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotRead {
    /// The library's name.
    pub library: String,
    /// Why its built form is not known.
    pub reason: String,
}

/// Builds a library and reads what it offers: the symbol table says what, debug information and
/// source say how it looks.
pub(super) fn interface(
    prover: &Prover,
    surroundings: &Surroundings,
    boundary: &Boundary<'_>,
    library: Library<'_>,
) -> Result<Interface, String> {
    let recipe = recipe(prover, surroundings, boundary, library).map_err(|e| e.to_string())?;
    let _locks = SameLocks::of(prover, library);
    let check = Check {
        claim: format!("{} builds", library.name()),
        inputs: recipe.inputs,
        steps: recipe.steps,
        ..Check::default()
    };
    let archives = prover.read_built(&check, &recipe.libraries)?;
    let parts: Result<Vec<Interface>, String> = archives.iter().map(|bytes| part(library, bytes)).collect();
    let mut whole = combine(&library.exports().name, &parts?).ok_or("it is no library")?;
    if whole.functions.is_empty() && whole.statics.is_empty() {
        return Err("it exports nothing".to_owned());
    }
    // What stands in a dependency or in the compiler's output has no place in the project.
    let own = |at: &Location| library.unit().files.iter().any(|file| file.path == at.file);
    for location in whole.functions.iter_mut().map(|f| &mut f.location) {
        *location = location.take().filter(own);
    }
    for location in whole.statics.iter_mut().map(|s| &mut s.location) {
        *location = location.take().filter(own);
    }
    whole.constants.clone_from(&library.exports().constants);
    Ok(whole)
}

fn part(library: Library<'_>, bytes: &[u8]) -> Result<Interface, String> {
    let symbols = read_symbols(bytes).map_err(|e| crate::chain(&e))?;
    let wanted: BTreeSet<String> = symbols.exports().into_iter().map(|symbol| symbol.name.clone()).collect();
    let debug = read_debug_info(bytes, &wanted, symbols.machine).map_err(|e| crate::chain(&e))?;
    let view = library.view();
    let merged = merge(&Witnesses {
        name: &view.exports.name,
        symbols: &symbols,
        debug: Some(&debug),
        source: Some(&view.exports),
        hidden: &view.facts.hidden,
    });
    Ok(merged.interface)
}
