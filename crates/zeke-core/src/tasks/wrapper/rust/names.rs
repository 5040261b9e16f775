//! Names that the wrappers have: Rust's spelling, nobody's twice.

use std::collections::BTreeSet;

use super::super::super::contract::words::{capitalised, snake, words};
use super::super::super::contract::{Contract, Contracts, Role};

/// The name of a method: the function's without the handle's words.
pub(super) fn method_name(
    contracts: &Contracts<'_>,
    contract: &Contract<'_>,
    owner: Option<usize>,
) -> String {
    let symbol = &contract.function.symbol;
    let name = owner.map(|nth| &contracts.handles[nth]).map(|handle| {
        let own = words(&handle.name);
        let ends = words(&handle.destroys.symbol);
        let all = words(symbol);
        let prefix = all.iter().zip(&ends).take_while(|(a, b)| a == b).count();
        let rest: Vec<String> = all[prefix..].iter().filter(|word| !own.contains(word)).cloned().collect();
        rest.join("_")
    });
    let name = name.filter(|name| !name.is_empty()).unwrap_or_else(|| snake(symbol));
    let made = matches!(contract.role, Role::Creates(_) | Role::Fills { .. });
    let name = if made && matches!(name.as_str(), "create" | "init" | "make" | "alloc") {
        "new".to_owned()
    } else {
        name
    };
    identifier(&name)
}

/// The name with underscores for what no name in Rust has.
pub(super) fn plain(name: &str) -> String {
    name.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect()
}

pub(super) fn type_name(name: &str) -> String {
    words(&plain(name)).iter().map(|word| capitalised(word)).collect()
}

pub(super) fn variant_name(name: &str) -> String {
    let name = type_name(name);
    match name.as_str() {
        "Self" => "Self_".to_owned(),
        _ if name.starts_with(|c: char| c.is_ascii_digit()) => format!("V{name}"),
        _ => name,
    }
}

/// Reserved words of Rust, all editions.
const RESERVED: &str = "as break const continue crate dyn else enum extern false fn for if impl in let loop match mod \
    move mut pub ref return self static struct super trait true type unsafe use where while async await abstract become \
    box do final macro override priv typeof unsized virtual yield try gen raw result";

/// Names of a function's parameters, each another.
pub(super) fn param_names(contract: &Contract<'_>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let names = (0..contract.function.params.len()).map(|nth| identifier(&contract.param_name(nth)));
    names.map(|name| unique(&mut taken, name)).collect()
}

/// The first variant of each value: its name, the value, and its name in Rust.
pub(super) fn distinct(variants: &[(String, i128)]) -> Vec<(String, i128, String)> {
    let (mut met, mut taken) = (BTreeSet::new(), BTreeSet::new());
    let first = variants.iter().filter(|(_, value)| met.insert(*value));
    first.map(|(name, value)| (name.clone(), *value, unique(&mut taken, variant_name(name)))).collect()
}

/// The name, with underscores behind it where others have it.
pub(super) fn unique(taken: &mut BTreeSet<String>, mut name: String) -> String {
    while !taken.insert(name.clone()) {
        name.push('_');
    }
    name
}

pub(super) fn identifier(name: &str) -> String {
    let name = snake(&plain(name));
    let name = if name.is_empty() { "arg".to_owned() } else { name };
    let starts = name.starts_with(|c: char| c.is_ascii_digit());
    if starts || RESERVED.split_whitespace().any(|word| word == name) { format!("{name}_") } else { name }
}

/// Names as `use` takes them.
pub(super) fn listed(names: &[&str]) -> String {
    if let [only] = names { (*only).to_owned() } else { format!("{{{}}}", names.join(", ")) }
}

pub(super) fn mentions(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|part| part == word)
}
