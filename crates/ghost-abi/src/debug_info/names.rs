//! Paths of types become names: the last segment, with as many before it as tell two apart.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Interface, TypeDef, TypeKind};

/// Stands between a path and its fingerprint. No path of any language has it.
const MARK: char = '\u{1}';
/// Digits of a fingerprint.
const DIGITS: usize = 16;

/// The key of a type: its path, and what tells it from others of that path.
pub(super) fn key(path: &str, fingerprint: u64) -> String {
    format!("{path}{MARK}{fingerprint:016x}")
}

/// A key's path. The mark stands inside where a name was made of a key.
fn path_of(key: &str) -> String {
    let mut parts = key.split(MARK);
    let mut path = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        path.push_str(part.get(DIGITS..).unwrap_or_default());
    }
    path
}

/// Types without content, which are declared only, and the one definition of that path.
fn defined_elsewhere(types: &BTreeMap<String, TypeDef>) -> BTreeMap<String, String> {
    let mut definitions: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for key in types.keys().filter(|key| key.contains(MARK)) {
        definitions.entry(path_of(key)).or_default().push(key);
    }
    let declared =
        types.iter().filter(|(key, ty)| !key.contains(MARK) && matches!(ty.kind, TypeKind::Opaque));
    declared
        .filter_map(|(key, _)| match definitions.get(key)?.as_slice() {
            [only] => Some((key.clone(), (*only).clone())),
            _ => None,
        })
        .collect()
}

/// Renames every type of the interface from its key to a name. Depends on the set of types only,
/// not on the order in which they were found.
pub(super) fn shorten(interface: &mut Interface) {
    let elsewhere = defined_elsewhere(&interface.types);
    interface.types.retain(|key, _| !elsewhere.contains_key(key));
    let mut keys: Vec<&str> = interface.types.keys().map(String::as_str).collect();
    let size = |key: &str| interface.types[key].layout.map_or(0, |layout| layout.size_bytes);
    keys.sort_by_key(|key| (path_of(key), size(key)));
    let mut names = assign(keys.into_iter());
    for (declared, defined) in elsewhere {
        if let Some(name) = names.get(&defined).cloned() {
            names.insert(declared, name);
        }
    }
    interface.each_type(&mut |ty| ty.rename(&names));
    let types = std::mem::take(&mut interface.types);
    for (path, mut definition) in types {
        let name = names.get(&path).cloned().unwrap_or_else(|| path.clone());
        definition.name.clone_from(&name);
        definition.of_libc = path_of(&path).starts_with("libc::");
        interface.types.insert(name, definition);
    }
}

fn assign<'p>(paths: impl Iterator<Item = &'p str>) -> BTreeMap<String, String> {
    let split: Vec<(&str, Vec<String>)> = paths.map(|p| (p, segments(&path_of(p)))).collect();
    let mut taken: BTreeMap<usize, usize> = split.iter().enumerate().map(|(i, _)| (i, 1)).collect();
    loop {
        let mut holders: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (i, (_, segments)) in split.iter().enumerate() {
            holders.entry(joined(segments, taken[&i])).or_default().push(i);
        }
        let mut grown = false;
        for group in holders.values().filter(|g| g.len() > 1) {
            // More segments do not tell versions of one type apart.
            if group.iter().all(|i| split[*i].1 == split[group[0]].1) {
                continue;
            }
            for i in group {
                if taken[i] < split[*i].1.len() {
                    taken.insert(*i, taken[i] + 1);
                    grown = true;
                }
            }
        }
        if !grown {
            break;
        }
    }
    let mut used = BTreeSet::new();
    let mut names = BTreeMap::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (i, (path, segments)) in split.iter().enumerate() {
        let wish = joined(segments, taken[&i]);
        let mut name = wish.clone();
        let count = counts.entry(wish.clone()).or_insert(1);
        while !used.insert(name.clone()) {
            *count += 1;
            name = format!("{wish}_{count}");
        }
        names.insert((*path).to_owned(), name);
    }
    names
}

fn joined(segments: &[String], count: usize) -> String {
    segments[segments.len().saturating_sub(count)..].join("_")
}

/// The identifiers along a path. `a::b::Gen<c::T, 4>` gives `a`, `b`, `Gen_T_4`.
fn segments(path: &str) -> Vec<String> {
    // The allocator that every `Vec` and `Box` has unless somebody says otherwise.
    let path = &path.replace(", alloc::alloc::Global", "");
    let mut segments = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    for (at, c) in path.char_indices() {
        match c {
            '<' | '(' | '[' | '{' => depth += 1,
            '>' | ')' | ']' | '}' => depth = depth.saturating_sub(1),
            ':' | '.' if depth == 0 => {
                segments.push(identifier(&path[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    segments.push(identifier(&path[start..]));
    segments.retain(|s| !s.is_empty());
    if segments.is_empty() {
        segments.push("unnamed".to_owned());
    }
    segments
}

/// One identifier out of a segment. Of arguments in it only the last part of their paths stays.
fn identifier(segment: &str) -> String {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in segment.chars() {
        match c {
            c if c.is_alphanumeric() || c == '_' => word.push(c),
            // What stood before was a path in an argument.
            ':' | '.' => word.clear(),
            _ => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    let name = words.join("_");
    match segment.as_bytes().first() {
        Some(b'(') => format!("tuple_{name}"),
        Some(b'0'..=b'9') => format!("_{name}"),
        _ => name,
    }
}
