//! Definitions of types, from items to the model.

use super::consts;
use super::outline::{EnumItem, FieldItem, Item, Kind, RecordItem, ReprAttr, VariantItem};
use super::types::{Context, Types};
use super::{builtin, cfg::Predicate};
use crate::layout;
use crate::model::{Enum, Field, Int, IntSpelling, Record, Repr, Type, TypeDef, TypeKind, Variant};

/// A definition without its inside.
pub(super) fn shell(key: &str, item: &Item, kind: TypeKind) -> TypeDef {
    TypeDef {
        name: key.to_owned(),
        kind,
        layout: None,
        docs: item.docs.clone(),
        advice: item.advice.clone(),
        location: Some(item.location.clone()),
        of_libc: false,
    }
}

/// Lowers the definition that `item` is, with its generic parameters bound to `args`.
pub(super) fn define<'a>(types: &mut Types<'a>, key: &str, item: &'a Item, args: Vec<Type>) -> TypeDef {
    let kind = match &item.kind {
        Kind::Record(record) => {
            let at = inside(item, key, &record.generics, args);
            define_record(types, record, &at)
        }
        Kind::Enum(e) => {
            let at = inside(item, key, &e.generics, args);
            define_enum(types, key, e, &at)
        }
        _ => TypeKind::Opaque,
    };
    shell(key, item, kind)
}

fn inside<'a>(item: &'a Item, key: &str, generics: &'a [String], args: Vec<Type>) -> Context<'a> {
    let mut at = Context { scope: &item.scope, ..Context::default() };
    at.bound = generics.iter().map(String::as_str).zip(args).collect();
    at.bound.insert("Self", Type::Named(key.to_owned()));
    at
}

fn define_record<'a>(types: &mut Types<'a>, record: &'a RecordItem, at: &Context<'a>) -> TypeKind {
    let repr = record_repr(&record.repr.settled(types.cfg, types.machine));
    let fields = fields(types, &record.fields, at, &repr);
    let empty = |ty: &Type| matches!(ty, Type::Array { len: 0, .. });
    // `struct Handle { _private: [u8; 0] }` is how Rust spells an opaque type; `struct Handle;`
    // is another way.
    if fields.iter().all(|f| empty(&f.ty)) {
        return TypeKind::Opaque;
    }
    let lowered = Record { fields, repr };
    if record.union { TypeKind::Union(lowered) } else { TypeKind::Struct(lowered) }
}

fn fields<'a>(types: &mut Types<'a>, items: &[FieldItem], at: &Context<'a>, repr: &Repr) -> Vec<Field> {
    let mut fields = Vec::new();
    for item in items {
        if is_off(types, &item.cfg) {
            continue;
        }
        let ty = if *repr == Repr::Native { inner_type(types, item, at) } else { types.lower(&item.ty, at) };
        if ty == Type::Void {
            continue;
        }
        fields.push(Field {
            name: item.name.clone(),
            ty,
            offset_bytes: None,
            bits: None,
            docs: item.docs.clone(),
            location: Some(item.location.clone()),
        });
    }
    fields
}

/// A field of a type whose inside is Rust's own: named types stay text, so that a handle does not
/// drag the program behind it into the interface.
fn inner_type<'a>(types: &mut Types<'a>, item: &FieldItem, at: &Context<'a>) -> Type {
    let mut apart = types.apart();
    let ty = apart.lower(&item.ty, at);
    if apart.done.is_empty() && apart.pending.is_empty() { ty } else { Type::Foreign(item.ty.to_string()) }
}

fn record_repr(repr: &ReprAttr) -> Repr {
    match repr {
        ReprAttr { transparent: true, .. } => Repr::Transparent,
        ReprAttr { uncertain: true, .. } => Repr::Unknown,
        ReprAttr { c: true, packed: Some(cap), .. } => Repr::CPacked(*cap),
        ReprAttr { c: true, align, .. } => Repr::C { align: *align },
        _ => Repr::Native,
    }
}

fn define_enum<'a>(types: &mut Types<'a>, key: &str, item: &'a EnumItem, at: &Context<'a>) -> TypeKind {
    let repr = item.repr.settled(types.cfg, types.machine);
    let there: Vec<&VariantItem> = item.variants.iter().filter(|v| !is_off(types, &v.cfg)).collect();
    if there.is_empty() {
        return TypeKind::Opaque;
    }
    let variants = variants(types, &there, &repr, at);
    let tag = tag(&repr, types, &variants);
    let plain = Enum { tag, open: false, variants };
    let carries_data = there.iter().any(|v| !v.fields.is_empty());
    let whole = if repr.uncertain { Repr::Unknown } else { Repr::C { align: repr.align } };
    match tag {
        Some(tag) if carries_data && repr.c => {
            tag_beside_payload(types, key, &there, at, Enum { tag: Some(tag), ..plain }, whole)
        }
        Some(tag) if carries_data => tag_in_every_variant(types, key, &there, at, tag, whole),
        // It is larger than its integer, and how its values travel is the compiler's affair.
        Some(tag) if repr.uncertain || repr.align > Some(layout::of_int(tag).align_bytes) => TypeKind::Opaque,
        _ => TypeKind::Enum(plain),
    }
}

fn variants<'a>(
    types: &Types<'a>,
    there: &[&'a VariantItem],
    repr: &ReprAttr,
    at: &Context<'a>,
) -> Vec<Variant> {
    let mut variants = Vec::new();
    let mut next = Some(0_i128);
    let ty = consts::discriminant_type(repr.int.as_deref(), types.machine);
    for variant in there {
        let value = match &variant.discriminant {
            Some(expr) => consts::evaluate(expr, &ty, at, types.names, types.machine, types.cfg)
                .and_then(|v| v.as_int()),
            None => next,
        };
        next = value.and_then(|v| v.checked_add(1));
        // A value that is not understood is left out rather than guessed.
        let Some(value) = value else { continue };
        variants.push(Variant {
            name: variant.name.clone(),
            value,
            docs: variant.docs.clone(),
            location: Some(variant.location.clone()),
        });
    }
    variants
}

/// `repr(C)` with data: a tag, then a union of the variants' structs (Rust reference, type layout).
fn tag_beside_payload<'a>(
    types: &mut Types<'a>,
    key: &str,
    there: &[&'a VariantItem],
    at: &Context<'a>,
    tags: Enum,
    whole: Repr,
) -> TypeKind {
    let tag_key = format!("{key}_Tag");
    add(types, &tag_key, TypeKind::Enum(tags));
    let payload_key = format!("{key}_Payload");
    let mut bodies = Vec::new();
    for variant in there.iter().filter(|v| !v.fields.is_empty()) {
        let fields = fields(types, &variant.fields, at, &C);
        let body_key = format!("{key}_{}_Body", variant.name);
        add(types, &body_key, TypeKind::Struct(Record { fields, repr: C }));
        bodies.push(field(&variant.name, Type::Named(body_key)));
    }
    add(types, &payload_key, TypeKind::Union(Record { fields: bodies, repr: C }));
    let fields = vec![field("tag", Type::Named(tag_key)), field("payload", Type::Named(payload_key))];
    TypeKind::Struct(Record { fields, repr: whole })
}

/// An integer `repr` with data: a union of structs that all begin with the tag.
fn tag_in_every_variant<'a>(
    types: &mut Types<'a>,
    key: &str,
    there: &[&'a VariantItem],
    at: &Context<'a>,
    tag: Int,
    whole: Repr,
) -> TypeKind {
    let mut bodies = Vec::new();
    for variant in there {
        let mut body = vec![field("tag", Type::Int(tag))];
        body.extend(fields(types, &variant.fields, at, &C));
        let body_key = format!("{key}_{}_Body", variant.name);
        add(types, &body_key, TypeKind::Struct(Record { fields: body, repr: C }));
        bodies.push(field(&variant.name, Type::Named(body_key)));
    }
    TypeKind::Union(Record { fields: bodies, repr: whole })
}

const C: Repr = Repr::C { align: None };

fn add(types: &mut Types<'_>, key: &str, kind: TypeKind) {
    let def = TypeDef::new(key, kind);
    types.done.insert(key.to_owned(), def);
}

fn field(name: &str, ty: Type) -> Field {
    Field { name: name.to_owned(), ty, offset_bytes: None, bits: None, docs: Vec::new(), location: None }
}

fn tag(repr: &ReprAttr, types: &Types<'_>, variants: &[Variant]) -> Option<Int> {
    if let Some(name) = &repr.int {
        return match builtin::plain(name, types.machine) {
            Some(Type::Int(int)) => Some(int),
            _ => None,
        };
    }
    if !repr.c {
        return None;
    }
    let wide = variants.iter().any(|v| i32::try_from(v.value).is_err());
    let unsigned = variants.iter().all(|v| u32::try_from(v.value).is_ok());
    Some(match (wide, unsigned) {
        (false, _) => Int { signed: true, bits: 32, spelling: IntSpelling::CInt },
        (true, true) => Int { signed: false, bits: 32, spelling: IntSpelling::CInt },
        (true, false) => Int { signed: true, bits: 64, spelling: IntSpelling::CLongLong },
    })
}

fn is_off(types: &Types<'_>, cfg: &[Predicate]) -> bool {
    types.cfg.hold(cfg, types.machine) == Some(false)
}
