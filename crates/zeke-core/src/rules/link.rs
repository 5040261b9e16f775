//! Symbols that one program has twice, or that the C library has.

use std::collections::BTreeMap;

use ghost_abi::compare::libc;
use ghost_abi::model::Function;

use crate::analyze::{Side, place};
use crate::finding::{Class, Finding, Language, Place, Severity};
use crate::project::Source;

/// Symbols that two parts of one program export: a crate and one that it depends on, or a crate and the Zig that
/// calls it.
pub(super) fn exported_twice(sides: &[Side<'_>], found: &mut Vec<Finding>) {
    let mut by_symbol: BTreeMap<&str, Vec<(&Side<'_>, Place)>> = BTreeMap::new();
    for side in sides {
        for function in side.view.exports.functions.iter().filter(|f| f.symbol != "main") {
            if let Some(at) = &function.location {
                by_symbol.entry(&function.symbol).or_default().push((side, place(at)));
            }
        }
    }
    for (symbol, exports) in by_symbol {
        let [(side, here), (other, there)] = exports.as_slice() else { continue };
        if !std::ptr::eq(*side, *other) && are_linked(side, other) {
            found.push(Finding {
                class: Class::LinkSymbolCollision,
                severity: Severity::Warning,
                message: format!("`{symbol}` is exported twice into one program"),
                location: there.clone(),
                peer: Some(here.clone()),
                evidence: "the linker takes one of them, or refuses".to_owned(),
                fix: Some("give one of them another name".to_owned()),
            });
        }
    }
}

/// Whether two units end up in one program for sure.
fn are_linked(side: &Side<'_>, other: &Side<'_>) -> bool {
    // What only the other one offers is taken from it.
    let takes = |from: &Side<'_>, to: &Side<'_>| {
        let imports = &from.view.imports.functions;
        imports.iter().any(|f| {
            to.view.exports.function(&f.symbol).is_some() && from.view.exports.function(&f.symbol).is_none()
        })
    };
    match (side.unit.language, other.unit.language) {
        (Language::Rust, Language::Rust) => {
            crate::build::depends(side.unit, other.unit) || crate::build::depends(other.unit, side.unit)
        }
        (one, two) => one != two && (takes(side, other) || takes(other, side)),
    }
}

/// Exports of one file that have names of the C library, from which on it is taken to be one.
const LIBRARY_FUNCTIONS_MIN: usize = 3;

/// Whether an attribute above a function makes it a part of some builds only: there it stands in for what others have.
fn is_conditional(side: &Side<'_>, at: &Place) -> bool {
    let file = side.unit.files.iter().find(|file| file.path == at.file);
    let before: Vec<&str> = file
        .map(|file| file.text.lines().take((at.line as usize).saturating_sub(1)).collect())
        .unwrap_or_default();
    let above = before.iter().rev().map(|line| line.trim()).take_while(|line| line.starts_with(['#', '/']));
    above.into_iter().any(|line| line.starts_with("#[cfg("))
}

/// Exports that have the name of a function of a library that the program links as well.
fn of_libraries(side: &Side<'_>, sides: &[Side<'_>], found: &mut Vec<Finding>) {
    let files: Vec<&Source> = sides.iter().flat_map(|side| &side.unit.files).collect();
    for function in &side.view.exports.functions {
        let Some(location) = &function.location else { continue };
        let Some(library) = crate::build::library_of(&files, &function.symbol) else { continue };
        found.push(Finding {
            class: Class::LinkSymbolCollision,
            severity: Severity::Warning,
            message: format!("the export `{}` has the name of a function of `{library}`", function.symbol),
            location: place(location),
            peer: None,
            evidence: format!("`{library}` is linked into the program as well"),
            fix: Some("give it a prefix of its own".to_owned()),
        });
    }
}

/// Exports that have the name of a function of the C library, or of another one that is linked.
pub(super) fn collisions(side: &Side<'_>, sides: &[Side<'_>], found: &mut Vec<Finding>) {
    of_libraries(side, sides, found);
    let taken: Vec<&Function> = side
        .view
        .exports
        .functions
        .iter()
        .filter(|f| libc::is_symbol(&f.symbol) && f.symbol != "main")
        .collect();
    let in_file =
        |file: &str| taken.iter().filter(|f| f.location.as_ref().is_some_and(|at| at.file == file)).count();
    for function in &taken {
        let Some(location) = &function.location else { continue };
        if in_file(&location.file) >= LIBRARY_FUNCTIONS_MIN || is_conditional(side, &place(location)) {
            continue;
        }
        found.push(Finding {
            class: Class::LinkSymbolCollision,
            severity: Severity::Warning,
            message: format!("the export `{}` has the name of a function of the C library", function.symbol),
            location: place(location),
            peer: None,
            evidence: "every caller in the program may get this one instead".to_owned(),
            fix: Some("give it a prefix of its own".to_owned()),
        });
    }
}
