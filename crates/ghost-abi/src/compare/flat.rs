//! Types as bytes: the scalars that a value is made of, with their offsets.
//!
//! Two types whose scalars agree are the same to a machine, however they are nested or named.

use std::collections::BTreeMap;

use crate::layout::{self, Layouts};
use crate::model::{Int, IntSpelling, Interface, Record, Repr, Type, TypeDef, TypeKind};

/// Most scalars of a type that are spelled out. Larger types are compared field by field only.
const SCALARS_MAX: usize = 4_096;
const DEPTH_MAX: u32 = 64;

/// A scalar in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scalar {
    Bool,
    Int {
        signed: bool,
        bits: u16,
        /// A plain `char`, whose sign is the machine's affair.
        c_char: bool,
    },
    Float(u8),
    Pointer,
}

impl Scalar {
    fn agrees(self, other: Self) -> bool {
        match (self, other) {
            (Self::Int { bits: a, c_char: x, .. }, Self::Int { bits: b, c_char: y, .. }) if x || y => a == b,
            _ => self == other,
        }
    }
}

/// Whether two types are made of the same scalars at the same offsets, and have the same size.
pub(super) fn same(ei: &Interface, e: &Type, ai: &Interface, a: &Type) -> bool {
    let (Some(left), Some(right)) = (scalars(ei, e), scalars(ai, a)) else { return false };
    let size = |interface: &Interface, ty: &Type| Layouts::new(&interface.types, &interface.machine).of(ty);
    left.len() == right.len()
        && left.iter().zip(&right).all(|(l, r)| l.0 == r.0 && l.1.agrees(r.1))
        && size(ei, e).map(|l| l.size_bytes) == size(ai, a).map(|l| l.size_bytes)
}

/// The scalars of a type; `None` where something about it is unknown, or a union is in it.
pub(super) fn scalars(interface: &Interface, ty: &Type) -> Option<Vec<(u64, Scalar)>> {
    let mut flat =
        Flat { interface, layouts: Layouts::new(&interface.types, &interface.machine), out: Vec::new() };
    flat.add(ty, 0, 0)?;
    Some(flat.out)
}

struct Flat<'a> {
    interface: &'a Interface,
    layouts: Layouts<'a>,
    out: Vec<(u64, Scalar)>,
}

impl<'a> Flat<'a> {
    fn add(&mut self, ty: &'a Type, at: u64, depth: u32) -> Option<()> {
        if depth > DEPTH_MAX || self.out.len() >= SCALARS_MAX {
            return None;
        }
        match ty {
            Type::Bool => self.out.push((at, Scalar::Bool)),
            Type::Int(int) => self.out.push((at, scalar(*int))),
            Type::Float(bits) => self.out.push((at, Scalar::Float(*bits))),
            Type::RustChar => self.out.push((at, Scalar::Int { signed: false, bits: 32, c_char: false })),
            Type::Pointer(_) | Type::FnPointer(_) => self.out.push((at, Scalar::Pointer)),
            Type::Array { element, len } => {
                let size = self.layouts.of(element)?.size_bytes;
                for i in 0..*len {
                    let before = self.out.len();
                    self.add(element, at.checked_add(size.checked_mul(i)?)?, depth + 1)?;
                    if self.out.len() == before {
                        // Nothing in one is nothing in all of them.
                        break;
                    }
                }
            }
            Type::Named(name) => match &self.interface.types.get(name)?.kind {
                TypeKind::Alias(target) => self.add(target, at, depth + 1)?,
                TypeKind::Enum(e) => self.out.push((at, scalar(e.tag?))),
                TypeKind::Struct(record) => match record.repr {
                    Repr::Bits(bits) => {
                        self.out.push((at, Scalar::Int { signed: false, bits, c_char: false }));
                    }
                    Repr::Native => return None,
                    _ => {
                        for field in &record.fields {
                            self.add(&field.ty, at.checked_add(field.offset_bytes?)?, depth + 1)?;
                        }
                    }
                },
                TypeKind::Union(_) | TypeKind::Opaque => return None,
            },
            Type::Void | Type::Never | Type::Foreign(_) => return None,
        }
        Some(())
    }
}

fn scalar(int: Int) -> Scalar {
    Scalar::Int { signed: int.signed, bits: int.bits, c_char: int.spelling == IntSpelling::CChar }
}

/// Offsets of a struct's fields, by name, where pointers and `long` have 4 bytes and 64-bit
/// values are aligned to 4 (System V on 32-bit x86). `None` where a layout is not C's own.
pub(super) fn offsets_on_32_bits(interface: &Interface, def: &TypeDef) -> Option<BTreeMap<String, u64>> {
    let TypeKind::Struct(record) = &def.kind else { return None };
    let parts =
        record.fields.iter().map(|f| part_on_32_bits(interface, &f.ty, 0)).collect::<Option<Vec<_>>>()?;
    let (offsets, _) = layout::sequence(&parts, 1)?;
    Some(record.fields.iter().map(|f| f.name.clone()).zip(offsets).collect())
}

/// Size and alignment of a type on such a machine.
fn part_on_32_bits(interface: &Interface, ty: &Type, depth: u32) -> Option<(u64, u64)> {
    if depth > DEPTH_MAX {
        return None;
    }
    match ty {
        Type::Pointer(_) | Type::FnPointer(_) => Some((4, 4)),
        Type::Int(int) if matches!(int.spelling, IntSpelling::Size | IntSpelling::CLong) => Some((4, 4)),
        Type::Array { element, len } => {
            let (size, align) = part_on_32_bits(interface, element, depth + 1)?;
            Some((size.checked_mul(*len)?, align))
        }
        Type::Named(name) => match &interface.types.get(name)?.kind {
            TypeKind::Alias(target) => part_on_32_bits(interface, target, depth + 1),
            TypeKind::Enum(e) => e.tag.map(layout::of_int).map(|l| (l.size_bytes, l.align_bytes.min(4))),
            TypeKind::Struct(Record { fields, repr: Repr::C { align: None } | Repr::Transparent }) => {
                let parts = fields
                    .iter()
                    .map(|f| part_on_32_bits(interface, &f.ty, depth + 1))
                    .collect::<Option<Vec<_>>>()?;
                layout::sequence(&parts, 1).map(|(_, l)| (l.size_bytes, l.align_bytes))
            }
            _ => None,
        },
        other => {
            let layout = layout::of(&interface.types, &interface.machine, other)?;
            Some((layout.size_bytes, layout.align_bytes.min(4)))
        }
    }
}
