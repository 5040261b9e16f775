//! Paths of types become names: the last segment, with as many before it as tell two apart.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Interface, Type, TypeKind};

/// Renames every type of the interface from its path to a name. Depends on the set of paths only,
/// not on the order in which they were found.
pub(super) fn shorten(interface: &mut Interface) {
    let names = assign(interface.types.keys().map(String::as_str));
    let rename = |ty: &mut Type| rename(ty, &names);
    for function in &mut interface.functions {
        rename(&mut function.ret);
        function.params.iter_mut().for_each(|p| rename(&mut p.ty));
    }
    interface.statics.iter_mut().for_each(|s| rename(&mut s.ty));
    let types = std::mem::take(&mut interface.types);
    for (path, mut definition) in types {
        match &mut definition.kind {
            TypeKind::Struct(record) | TypeKind::Union(record) => {
                record.fields.iter_mut().for_each(|f| rename(&mut f.ty));
            }
            TypeKind::Alias(ty) => rename(ty),
            TypeKind::Enum(_) | TypeKind::Opaque => {}
        }
        let name = names.get(&path).cloned().unwrap_or(path);
        definition.name.clone_from(&name);
        interface.types.insert(name, definition);
    }
}

fn rename(ty: &mut Type, names: &BTreeMap<String, String>) {
    match ty {
        Type::Named(path) => {
            if let Some(name) = names.get(path) {
                name.clone_into(path);
            }
        }
        Type::Pointer(pointer) => rename(&mut pointer.pointee, names),
        Type::Array { element, .. } => rename(element, names),
        Type::FnPointer(function) => {
            rename(&mut function.ret, names);
            function.params.iter_mut().for_each(|p| rename(&mut p.ty, names));
        }
        _ => {}
    }
}

fn assign<'p>(paths: impl Iterator<Item = &'p str>) -> BTreeMap<String, String> {
    let split: Vec<(&str, Vec<String>)> = paths.map(|p| (p, segments(p))).collect();
    let mut taken: BTreeMap<usize, usize> = split.iter().enumerate().map(|(i, _)| (i, 1)).collect();
    loop {
        let mut holders: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (i, (_, segments)) in split.iter().enumerate() {
            holders.entry(joined(segments, taken[&i])).or_default().push(i);
        }
        let mut grown = false;
        for group in holders.values().filter(|g| g.len() > 1) {
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
    for (i, (path, segments)) in split.iter().enumerate() {
        let wish = joined(segments, taken[&i]);
        let mut name = wish.clone();
        let mut count = 2;
        while !used.insert(name.clone()) {
            name = format!("{wish}_{count}");
            count += 1;
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
