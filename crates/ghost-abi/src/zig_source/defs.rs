//! Containers, from scopes to the model.

use super::scan::{FieldDecl, Scan, ScopeId, identifier};
use super::types::{Types, c_type};
use crate::layout;
use crate::model::{Enum, Field, Int, IntSpelling, Record, Repr, Type, TypeDef, TypeKind, Variant};

/// A definition without its inside.
pub(super) fn shell(scan: &Scan<'_>, key: &str, id: ScopeId, kind: TypeKind) -> TypeDef {
    let (docs, location) = match &scan.scopes[id].name {
        Some((_, location, docs)) => (docs.clone(), location.clone()),
        None => (Vec::new(), scan.location(id, scan.scopes[id].node)),
    };
    TypeDef { docs, location: Some(location), ..TypeDef::new(key, kind) }
}

/// Lowers the inside of a container.
pub(super) fn define(types: &mut Types<'_, '_>, key: &str, id: ScopeId) -> TypeKind {
    let scan = types.scan;
    let node = scan.scopes[id].node;
    let head = Head::of(types, id);
    match node.kind() {
        "opaque_declaration" => TypeKind::Opaque,
        "enum_declaration" => enumeration(types, id, &head),
        "union_declaration" => {
            let repr = head.repr(types, id, true);
            record(types, key, id, repr, true)
        }
        _ => {
            let repr = head.repr(types, id, false);
            record(types, key, id, repr, false)
        }
    }
}

/// What stands before a container's brace.
struct Head {
    is_extern: bool,
    packed: bool,
    /// The type in parentheses.
    backing: Option<Type>,
}

impl Head {
    fn of(types: &mut Types<'_, '_>, id: ScopeId) -> Self {
        let scan = types.scan;
        let node = scan.scopes[id].node;
        let mut head = Self { is_extern: false, packed: false, backing: None };
        // A file is a container without a head.
        if node.kind() == "source_file" {
            return head;
        }
        let mut inside = false;
        for child in node.children() {
            match child.kind() {
                "extern" => head.is_extern = true,
                "packed" => head.packed = true,
                "(" => inside = true,
                "{" => break,
                // The head is seen from outside of the container.
                _ if inside && child.is_named() => {
                    head.backing = Some(types.lower(child, scan.scopes[id].parent.unwrap_or(id)));
                    inside = false;
                }
                _ => {}
            }
        }
        head
    }

    fn repr(&self, types: &mut Types<'_, '_>, id: ScopeId, union: bool) -> Repr {
        if self.is_extern {
            return Repr::C { align: None };
        }
        if !self.packed {
            return Repr::Native;
        }
        match &self.backing {
            Some(Type::Int(int)) => Repr::Bits(int.bits),
            _ => packed_bits(types, id, union).map_or(Repr::Native, Repr::Bits),
        }
    }
}

/// Deepest nesting of packed containers that do not name their integer.
const PACKING_MAX: u32 = 64;

/// Width of a packed container that does not name its integer.
fn packed_bits(types: &mut Types<'_, '_>, id: ScopeId, union: bool) -> Option<u16> {
    if types.packing >= PACKING_MAX {
        return None;
    }
    types.packing += 1;
    let bits = sum_of_bits(types, id, union);
    types.packing -= 1;
    bits
}

fn sum_of_bits(types: &mut Types<'_, '_>, id: ScopeId, union: bool) -> Option<u16> {
    let scan = types.scan;
    let mut sum = 0_u32;
    for field in &scan.scopes[id].fields {
        let ty = types.lower(field.ty?, id);
        types.finish_one(&ty);
        let bits = layout::bits_of(&types.done, &types.machine, &ty)?;
        sum = if union { sum.max(bits) } else { sum.checked_add(bits)? };
    }
    u16::try_from(sum).ok()
}

fn record(types: &mut Types<'_, '_>, key: &str, id: ScopeId, repr: Repr, union: bool) -> TypeKind {
    let scan = types.scan;
    let mut fields = Vec::new();
    for decl in &scan.scopes[id].fields {
        let ty = field_type(types, decl, id, &repr);
        if ty == Type::Void {
            continue;
        }
        let align = decl.align.and_then(|a| types.int(a, id)).and_then(|a| u64::try_from(a).ok());
        if let Some(align) = align.filter(|a| a.is_power_of_two()) {
            types.aligns.insert((key.to_owned(), fields.len()), align);
        }
        let name =
            if decl.ty.is_some() { identifier(scan.text(id, decl.name)) } else { fields.len().to_string() };
        fields.push(Field {
            name,
            ty,
            offset_bytes: None,
            bits: None,
            docs: decl.docs.clone(),
            location: Some(decl.location.clone()),
        });
    }
    let empty = |ty: &Type| matches!(ty, Type::Array { len: 0, .. });
    // `extern struct { _: [0]u8 }` hides what it is.
    if matches!(repr, Repr::C { .. }) && fields.iter().all(|f| empty(&f.ty)) {
        return TypeKind::Opaque;
    }
    let record = Record { fields, repr };
    if union { TypeKind::Union(record) } else { TypeKind::Struct(record) }
}

fn field_type<'t>(types: &mut Types<'_, 't>, decl: &FieldDecl<'t>, id: ScopeId, repr: &Repr) -> Type {
    let scan = types.scan;
    // A tuple's field is its type.
    let node = decl.ty.unwrap_or(decl.name);
    match repr {
        // The inside of Zig's own structs stays text, so that a handle does not drag the program
        // behind it into the interface.
        Repr::Native => {
            let mut apart = Types::new(scan, types.machine);
            let ty = apart.lower(node, id);
            if apart.done.is_empty() {
                ty
            } else {
                Type::Foreign(super::types::one_line(scan.text(id, node)))
            }
        }
        Repr::Bits(_) => types.lower(node, id),
        _ => c_type(types.lower(node, id)),
    }
}

fn enumeration(types: &mut Types<'_, '_>, id: ScopeId, head: &Head) -> TypeKind {
    let scan = types.scan;
    let mut open = false;
    let mut variants = Vec::new();
    let mut next = Some(0_i128);
    for decl in &scan.scopes[id].fields {
        let name = scan.text(id, decl.name);
        if name == "_" {
            open = true;
            continue;
        }
        let value = match decl.value {
            Some(node) => types.int(node, id),
            None => next,
        };
        next = value.and_then(|v| v.checked_add(1));
        // A value that is not understood is left out rather than guessed.
        let Some(value) = value else { continue };
        variants.push(Variant {
            name: identifier(name),
            value,
            docs: decl.docs.clone(),
            location: Some(decl.location.clone()),
        });
    }
    let tag = match &head.backing {
        Some(Type::Int(int)) => Some(*int),
        None if head.is_extern => Some(Int { signed: true, bits: 32, spelling: IntSpelling::CInt }),
        _ => None,
    };
    TypeKind::Enum(Enum { tag, open, variants })
}
