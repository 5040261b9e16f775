//! Which crate an export belongs to, and exports that two crates claim.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use ghost_abi::symbols::{Symbol, SymbolTable};

use super::{Part, symbols};
use crate::cargo::{Compiled, rust_sources};
use crate::error::BuildError;
use crate::interface::Reading;
use crate::manifest::Export;

/// Exports with the parts that they belong to. What a shared dependency exports belongs to every part
/// that depends on it.
pub(super) struct Owners {
    /// Every export, sorted.
    pub(super) exports: Vec<Export>,
    parts: BTreeMap<String, BTreeSet<usize>>,
}

impl Owners {
    pub(super) fn find(
        table: &SymbolTable,
        parts: &[Part],
        compiled: &[Compiled],
        readings: &[Reading],
    ) -> Result<Self, BuildError> {
        let exports = readings.first().map(|reading| reading.exports.clone()).unwrap_or_default();
        let stems: Vec<BTreeSet<&str>> = compiled.iter().map(stems).collect();
        let mut owners = BTreeMap::new();
        for symbol in symbols(&exports) {
            let members = members(table, symbol);
            if let [one, other, ..] = members.iter().copied().collect::<Vec<_>>().as_slice() {
                let crates = vec![crate_of(one, parts), crate_of(other, parts)];
                return Err(BuildError::Duplicate { symbol: symbol.to_owned(), crates });
            }
            let with_member = |nth: &usize| members.iter().any(|member| stems[*nth].contains(member));
            let mut found: BTreeSet<usize> = (0..parts.len()).filter(with_member).collect();
            if found.is_empty() {
                // Link-time optimisation left one object for all: whoever has it in its source.
                let in_source = |nth: &usize| {
                    let interface = &readings[*nth].merged.interface;
                    interface.function(symbol).is_some_and(|function| function.seen.source)
                        || interface.static_(symbol).is_some_and(|variable| variable.seen.source)
                };
                found = (0..parts.len()).filter(in_source).collect();
            }
            if found.is_empty() {
                found = (0..parts.len()).collect();
            }
            owners.insert(symbol.to_owned(), found);
        }
        Ok(Self { exports, parts: owners })
    }

    pub(super) fn owns(&self, part: usize, symbol: &str) -> bool {
        self.parts.get(symbol).is_some_and(|owners| owners.contains(&part))
    }

    pub(super) fn any(&self, part: usize) -> bool {
        self.parts.values().any(|owners| owners.contains(&part))
    }
}

/// Objects of the archive that define a symbol for others, by the crate that they came from.
fn members<'a>(table: &'a SymbolTable, symbol: &str) -> BTreeSet<&'a str> {
    let from = table.symbols.partition_point(|known| known.name.as_str() < symbol);
    let defined = table.symbols[from..].iter().take_while(|known| known.name == symbol);
    let strong = |known: &&Symbol| !known.hidden && !known.weak;
    defined.filter(strong).filter_map(|known| known.member.as_deref().map(stem)).collect()
}

/// `sums-0123` of `sums-0123.sums.4567-cgu.0.rcgu.o`.
fn stem(member: &str) -> &str {
    member.split('.').next().unwrap_or(member)
}

/// How the objects of a part and of everything behind it begin.
fn stems(compiled: &Compiled) -> BTreeSet<&str> {
    let linked = compiled.units.iter().filter(|unit| unit.linked);
    let names = linked.flat_map(|unit| &unit.files).filter_map(|file| file.file_stem());
    names.map(|name| name.strip_prefix("lib").unwrap_or(name)).collect()
}

fn crate_of(stem: &str, parts: &[Part]) -> String {
    let library = stem.rsplit_once('-').map_or(stem, |(library, _)| library);
    let part = parts.iter().find(|part| part.package.library == library);
    part.map_or_else(|| library.to_owned(), |part| part.package.name.clone())
}

/// What LLVM says (`Linking` or `linking`) of a symbol that two crates define.
const CLASH: (&str, &str) = ("inking globals named '", "': symbol multiply defined");

/// The clash that compilers' messages tell of, with the crates in whose source the name stands.
pub(super) fn clash_in(told: &str, parts: &[Part], compiled: &[Compiled]) -> Option<BuildError> {
    let (_, after) = told.split_once(CLASH.0)?;
    let (symbol, _) = after.split_once(CLASH.1)?;
    let names = |compiled: &Compiled| {
        rust_sources(compiled, &[])
            .iter()
            .any(|path| fs::read_to_string(path).is_ok_and(|text| text.contains(symbol)))
    };
    let both = parts.iter().zip(compiled).filter(|(_, compiled)| names(compiled));
    let crates = both.map(|(part, _)| part.package.name.clone()).collect();
    Some(BuildError::Duplicate { symbol: symbol.to_owned(), crates })
}
