//! One definition of a type out of two.

use super::unify::Unifier;
use crate::model::{Enum, Field, Record, Repr, Type, TypeDef, TypeKind, Variant};

/// The definition that debug information and source give together, under the debug name.
pub(super) fn merge(unifier: &mut Unifier<'_>, debug: &TypeDef, source: &TypeDef) -> TypeDef {
    let about = &source.name;
    let kind = match (&debug.kind, &source.kind) {
        (d, TypeKind::Opaque) if is_only_a_name(source) => d.clone(),
        // Where debug information gave up, the bytes are not C's either.
        (_, TypeKind::Opaque) | (TypeKind::Opaque, _) => TypeKind::Opaque,
        (TypeKind::Struct(d), TypeKind::Struct(s)) => TypeKind::Struct(record(unifier, about, d, s)),
        (TypeKind::Union(d), TypeKind::Union(s)) => TypeKind::Union(record(unifier, about, d, s)),
        (TypeKind::Enum(d), TypeKind::Enum(s)) => TypeKind::Enum(enumeration(unifier, about, d, s)),
        // An enum that carries data and promises nothing.
        (TypeKind::Struct(_) | TypeKind::Union(_), TypeKind::Enum(Enum { tag: None, .. })) => {
            TypeKind::Opaque
        }
        // The two forms of an enum that carries data, where both lie in memory alike.
        (TypeKind::Struct(_), TypeKind::Union(_)) | (TypeKind::Union(_), TypeKind::Struct(_))
            if debug.layout.map(|l| l.size_bytes) == source.layout.map(|l| l.size_bytes) =>
        {
            source.kind.clone()
        }
        (d, s) => {
            unifier.note(
                about,
                format!("the source has {}, the library {}; the library is followed", shown(s), shown(d)),
            );
            d.clone()
        }
    };
    TypeDef {
        name: debug.name.clone(),
        kind,
        layout: debug.layout.or(source.layout),
        docs: source.docs.clone(),
        advice: source.advice.clone(),
        location: source.location.clone().or_else(|| debug.location.clone()),
        of_libc: debug.of_libc,
    }
}

/// A name that the source reader met without finding its definition.
pub(super) fn is_only_a_name(source: &TypeDef) -> bool {
    matches!(source.kind, TypeKind::Opaque) && source.location.is_none() && source.docs.is_empty()
}

/// Whether two definitions that happen to share a name can be of one type.
pub(super) fn may_be_one(debug: &TypeDef, source: &TypeDef) -> bool {
    let names = |fields: &[Field]| -> Vec<String> {
        fields.iter().filter(|f| !is_empty(&f.ty)).map(|f| f.name.clone()).collect()
    };
    match (&debug.kind, &source.kind) {
        (_, TypeKind::Opaque) | (TypeKind::Opaque, TypeKind::Struct(_) | TypeKind::Union(_)) => true,
        (TypeKind::Struct(d), TypeKind::Struct(s)) | (TypeKind::Union(d), TypeKind::Union(s)) => {
            names(&d.fields) == names(&s.fields)
        }
        (TypeKind::Enum(d), TypeKind::Enum(s)) => {
            s.variants.iter().all(|s| d.variants.iter().any(|d| d.name == s.name))
        }
        _ => false,
    }
}

fn shown(kind: &TypeKind) -> &'static str {
    match kind {
        TypeKind::Struct(_) => "a struct",
        TypeKind::Union(_) => "a union",
        TypeKind::Enum(_) => "an enum",
        TypeKind::Opaque => "an opaque type",
        TypeKind::Alias(_) => "another name",
    }
}

fn record(unifier: &mut Unifier<'_>, about: &str, debug: &Record, source: &Record) -> Record {
    // LLVM describes Zig's packed struct as a struct of one integer.
    if matches!(source.repr, Repr::Bits(_)) && !matches!(debug.repr, Repr::Bits(_)) {
        return source.clone();
    }
    let promised = source.repr != Repr::Native;
    let mut fields = Vec::new();
    for field in &debug.fields {
        let same = source.fields.iter().find(|s| s.name == field.name);
        let ty = match same {
            Some(s) if promised => unifier.ty(&field.ty, &s.ty, &|| format!("{about}.{}", field.name)),
            _ => field.ty.clone(),
        };
        fields.push(Field {
            name: field.name.clone(),
            ty,
            offset_bytes: field.offset_bytes,
            bits: field.bits.or_else(|| same.and_then(|s| s.bits)),
            docs: same.map(|s| s.docs.clone()).unwrap_or_default(),
            location: same.and_then(|s| s.location.clone()),
        });
    }
    if promised {
        for gone in source.fields.iter().filter(|s| !debug.fields.iter().any(|d| d.name == s.name)) {
            if !is_empty(&gone.ty) {
                let message = format!(
                    "the source has a field `{}` that the library does not; the library is followed",
                    gone.name
                );
                unifier.note(about, message);
            }
        }
    }
    // Debug information leaves out what takes no room. At the end it says that more follows.
    if promised
        && let Some(last) = source.fields.last().filter(|last| is_trailing(unifier, &last.ty))
        && !debug.fields.iter().any(|field| field.name == last.name)
    {
        fields.push(Field { offset_bytes: None, ..last.clone() });
    }
    let repr = if source.repr == Repr::Unknown { debug.repr.clone() } else { source.repr.clone() };
    Record { fields, repr }
}

/// An array that stands for as many numbers or records as follow.
fn is_trailing(unifier: &Unifier<'_>, ty: &Type) -> bool {
    let Type::Array { element, len: 0 } = ty else { return false };
    match &**element {
        Type::Bool | Type::Int(_) | Type::Float(_) | Type::RustChar => true,
        // The source alone describes it, so it must say all, and the name must be nobody else's.
        Type::Named(name) => unifier.source.types.get(name).is_some_and(|source| {
            let whole = match &source.kind {
                TypeKind::Struct(record) | TypeKind::Union(record) => {
                    matches!(record.repr, Repr::C { .. } | Repr::CPacked(_) | Repr::Transparent)
                }
                TypeKind::Enum(kind) => kind.tag.is_some(),
                TypeKind::Alias(_) | TypeKind::Opaque => false,
            };
            whole && unifier.debug.types.get(name).is_none_or(|debug| may_be_one(debug, source))
        }),
        _ => false,
    }
}

/// A field that takes no room, which debug information leaves out.
fn is_empty(ty: &Type) -> bool {
    matches!(ty, Type::Array { len: 0, .. } | Type::Foreign(_))
}

fn enumeration(unifier: &mut Unifier<'_>, about: &str, debug: &Enum, source: &Enum) -> Enum {
    let mut variants = Vec::new();
    for variant in &debug.variants {
        let same = source.variants.iter().find(|s| s.name == variant.name);
        if let Some(s) = same
            && s.value != variant.value
        {
            unifier.note(
                about,
                format!(
                    "the source gives `{}` the value {}, the library {}; the library is followed",
                    variant.name, s.value, variant.value
                ),
            );
        }
        variants.push(Variant {
            name: variant.name.clone(),
            value: variant.value,
            docs: same.map(|s| s.docs.clone()).unwrap_or_default(),
            location: same.and_then(|s| s.location.clone()),
        });
    }
    let tag = match (debug.tag, source.tag) {
        (Some(d), Some(s)) if d.bits == s.bits => Some(s),
        (Some(d), Some(s)) => {
            unifier.note(
                about,
                format!(
                    "the source gives it {} bits, the library {}; the library is followed",
                    s.bits, d.bits
                ),
            );
            Some(d)
        }
        // No `repr`: the source leaves the integer to the compiler, and may get another tomorrow.
        (d, None) => d,
        (None, s) => s,
    };
    Enum { tag, open: source.open, variants }
}
