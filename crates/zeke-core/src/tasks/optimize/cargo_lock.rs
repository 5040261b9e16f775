//! Versions of one crate that a lock file holds side by side.

use std::collections::BTreeMap;

use camino::Utf8Path;

use super::{Advice, Optimized};

pub(super) fn duplicates(file: &Utf8Path, text: &str, out: &mut Optimized) {
    let Ok(document) = text.parse::<toml_edit::DocumentMut>() else {
        out.unread.push(format!("{file}: no TOML"));
        return;
    };
    let packages = document.get("package").and_then(|p| p.as_array_of_tables());
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut users: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for package in packages.into_iter().flatten() {
        let text = |key: &str| package.get(key).and_then(|value| value.as_str());
        let (Some(name), Some(version)) = (text("name"), text("version")) else { continue };
        versions.entry(name).or_default().push(version);
        let needs = package.get("dependencies").and_then(|list| list.as_array());
        for need in needs.into_iter().flatten().filter_map(|need| need.as_str()) {
            users.entry(need.split(' ').take(2).collect::<Vec<_>>().join(" ")).or_default().push(name);
        }
    }
    for (name, all) in versions.iter().filter(|(_, all)| all.len() > 1) {
        let shown = all.iter().map(|version| {
            let needed = users
                .get(&format!("{name} {version}"))
                .map_or_else(String::new, |by| format!(" (for {})", by.join(", ")));
            format!("{version}{needed}")
        });
        out.advice.push(Advice {
            file: file.as_str().to_owned(),
            line: super::line_of(text, &format!("name = \"{name}\"")),
            setting: format!("package {name}"),
            message: format!(
                "`{name}` is there in {} versions: {}",
                all.len(),
                shown.collect::<Vec<_>>().join(", ")
            ),
            reason: "each is compiled and linked; bring those who need it to one version".to_owned(),
            in_patch: false,
        });
    }
}
