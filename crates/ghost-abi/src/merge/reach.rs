//! Which types an interface needs, and which of them nobody may look into.

use std::collections::BTreeMap;

use crate::model::{Interface, Record, Repr, Type, TypeDef, TypeKind};

/// Keeps the types that exports and constants lead to. A record that promises no layout and is
/// only pointed to becomes opaque, and what only its inside needed goes.
pub(crate) fn keep_needed(interface: &mut Interface) {
    let mut by_value = Vec::new();
    let mut pointed = Vec::new();
    let mut root = |ty: &Type| collect(ty, false, &mut by_value, &mut pointed);
    for function in &interface.functions {
        root(&function.ret);
        function.params.iter().for_each(|p| root(&p.ty));
    }
    interface.statics.iter().for_each(|s| root(&s.ty));
    interface.constants.iter().for_each(|c| root(&c.ty));
    let mut all = std::mem::take(&mut interface.types);
    let mut kept: BTreeMap<String, TypeDef> = BTreeMap::new();
    // What was hidden, as it was: another way in may lead through a value.
    let mut hidden: BTreeMap<String, TypeDef> = BTreeMap::new();
    // Values first, whatever they promise: their bytes really travel.
    while let Some((name, value)) =
        by_value.pop().map(|n| (n, true)).or_else(|| Some((pointed.pop()?, false)))
    {
        let found = if value { hidden.remove(&name) } else { None };
        let Some(mut definition) = found.or_else(|| all.remove(&name)) else { continue };
        if !value && hides(&definition) {
            let opaque = TypeDef { kind: TypeKind::Opaque, ..definition.clone() };
            hidden.insert(name.clone(), definition);
            definition = opaque;
        }
        // An alias is as deep as where it is used.
        let behind = !value && matches!(definition.kind, TypeKind::Alias(_));
        definition.kind.types().for_each(|ty| collect(ty, behind, &mut by_value, &mut pointed));
        kept.insert(name, definition);
    }
    interface.types = kept;
}

fn collect(ty: &Type, behind: bool, by_value: &mut Vec<String>, targets: &mut Vec<String>) {
    ty.names(behind, &mut |name, behind| {
        let list = if behind { &mut *targets } else { &mut *by_value };
        list.push(name.to_owned());
    });
}

/// Whether a record's inside is its own business. Where no witness knows what it promises, fields
/// in another order than declared prove that it does not promise C's.
fn hides(definition: &TypeDef) -> bool {
    match &definition.kind {
        TypeKind::Struct(record) => {
            record.repr == Repr::Native || (record.repr == Repr::Unknown && is_reordered(record))
        }
        TypeKind::Union(record) => record.repr == Repr::Native,
        _ => false,
    }
}

fn is_reordered(record: &Record) -> bool {
    let mut offsets = record.fields.iter().filter_map(|f| f.offset_bytes);
    !offsets.by_ref().is_sorted()
}
