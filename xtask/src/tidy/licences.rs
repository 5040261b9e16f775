//! Licences of everything that is built in: the list of `deny.toml`, without a network.

use std::fs;

use camino::Utf8Path;
use cargo_metadata::Metadata;
use spdx::{Expression, Licensee};

pub(super) fn check(root: &Utf8Path, metadata: &Metadata) -> Vec<String> {
    let allowed = match allowed(root) {
        Ok(allowed) => allowed,
        Err(reason) => return vec![format!("deny.toml: {reason}")],
    };
    metadata
        .packages
        .iter()
        .filter_map(|package| {
            let named = format!("{} {}", package.name, package.version);
            let Some(licence) = &package.license else { return Some(format!("{named}: names no licence")) };
            match Expression::parse_mode(licence, spdx::ParseMode::LAX) {
                Ok(expression) if expression.evaluate(|req| allowed.iter().any(|a| a.satisfies(req))) => None,
                Ok(_) => Some(format!("{named}: its licence `{licence}` is not on the list of deny.toml")),
                Err(e) => Some(format!("{named}: its licence `{licence}` cannot be read: {}", e.reason)),
            }
        })
        .collect()
}

fn allowed(root: &Utf8Path) -> Result<Vec<Licensee>, String> {
    let text = fs::read_to_string(root.join("deny.toml")).map_err(|e| e.to_string())?;
    let table: toml::Table = text.parse().map_err(|e| format!("{e}"))?;
    let list = table.get("licenses").and_then(|l| l.get("allow")).and_then(|a| a.as_array());
    list.ok_or("no list `licenses.allow`")?
        .iter()
        .filter_map(|name| name.as_str())
        .map(|name| Licensee::parse(name).map_err(|e| format!("`{name}`: {}", e.reason)))
        .collect()
}
